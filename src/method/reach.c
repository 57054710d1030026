/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/reach.h"

#include <stddef.h>
#include <string.h>

/* What stands before the "@" when a task is reached rather than a person. */
static const char *const tasks[] = {
    "about",
    "accounting",
    "accounts",
    "admin",
    "administration",
    "admissions",
    "alumni",
    "anfrage",
    "archive",
    "assistant",
    "bewerbung",
    "billing",
    "booking",
    "bookings",
    "buero",
    "buro",
    "bureau",
    "career",
    "careers",
    "communications",
    "company",
    "contact",
    "contacto",
    "contactus",
    "contato",
    "customer",
    "customercare",
    "customerservice",
    "desk",
    "direction",
    "donotreply",
    "editor",
    "editorial",
    "empleo",
    "emploi",
    "enquiries",
    "enquiry",
    "events",
    "feedback",
    "finance",
    "frontdesk",
    "hello",
    "hallo",
    "hej",
    "help",
    "helpdesk",
    "hi",
    "hiring",
    "hola",
    "hr",
    "humanresources",
    "info",
    "infos",
    "information",
    "inquiries",
    "inquiry",
    "internship",
    "internships",
    "invoices",
    "it",
    "job",
    "jobs",
    "karriere",
    "kariera",
    "kontakt",
    "kontor",
    "kundenservice",
    "library",
    "mail",
    "mailbox",
    "management",
    "marketing",
    "media",
    "members",
    "membership",
    "museum",
    "news",
    "newsletter",
    "noreply",
    "office",
    "oficina",
    "orders",
    "personalabteilung",
    "poczta",
    "post",
    "postmaster",
    "praca",
    "press",
    "presse",
    "purchasing",
    "reception",
    "recepcion",
    "recruiting",
    "recruitment",
    "redaktion",
    "rekrutacja",
    "reply",
    "reservations",
    "rh",
    "root",
    "sales",
    "school",
    "secretariat",
    "secretary",
    "sekretariat",
    "service",
    "services",
    "shop",
    "staff",
    "studio",
    "subscribe",
    "support",
    "talent",
    "team",
    "training",
    "vendas",
    "ventas",
    "verwaltung",
    "volunteer",
    "volunteers",
    "webmaster",
    "welcome",
};

static bool
is_task(const char *word, size_t length)
{
    while (length > 0 && word[length - 1] >= '0' && word[length - 1] <= '9')
        length--;
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++)
        if (strlen(tasks[i]) == length && memcmp(tasks[i], word, length) == 0)
            return true;
    return false;
}

bool
mailbox_is_shared(const char *address)
{
    static const char between[] = "._-+";
    size_t length = strcspn(address, "@"), last = length;
    while (last > 0 && strchr(between, address[last - 1]) == NULL)
        last--;
    size_t first = strcspn(address, "._-+@");
    return is_task(address, first < length ? first : length) ||
           is_task(address + last, length - last);
}

struct site {
    const char *host;
    const char *path; /* with which the path of a person's page begins, and of nobody else's */
};

static const struct site sites[] = {
    {"linkedin.com", "/in/"},
    {"linkedin.com", "/pub/"},
    {"linkedin.com", "/sales/lead/"},
    {"linkedin.com", "/sales/people/"},
    {"linkedin.com", "/talent/profile/"},
    {"xing.com", "/profile/"},
    {"orcid.org", "/0"},
    {"researchgate.net", "/profile/"},
    {"stackoverflow.com", "/users/"},
    {"meetup.com", "/members/"},
    {"wellfound.com", "/u/"},
};

bool
link_is_profile(const char *key)
{
    size_t host = strcspn(key, "/");
    for (size_t i = 0; i < sizeof sites / sizeof *sites; i++) {
        const char *path = sites[i].path;
        if (strlen(sites[i].host) == host && memcmp(sites[i].host, key, host) == 0 &&
            strncmp(key + host, path, strlen(path)) == 0 && key[host + strlen(path)] != '\0')
            return true;
    }
    return false;
}

bool
links_differ(const char *a, const char *b)
{
    size_t host = strcspn(a, "/");
    return link_is_profile(a) && link_is_profile(b) && strcspn(b, "/") == host &&
           memcmp(a, b, host) == 0 && strcmp(a + host, b + host) != 0;
}
