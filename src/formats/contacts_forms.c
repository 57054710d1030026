/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which columns Google, Outlook and we ourselves write. */
#include "formats/contacts_csv_write.h"
#include "formats/contacts_private.h"

static const struct contacts_pair google_columns[] = {{"First Name", "given_name"},
                                                      {"Middle Name", "additional_name"},
                                                      {"Last Name", "family_name"},
                                                      {"Phonetic First Name", "pronunciation"},
                                                      {"Phonetic Middle Name", "drop"},
                                                      {"Phonetic Last Name", "drop"},
                                                      {"Name Prefix", "name_prefix"},
                                                      {"Name Suffix", "name_suffix"},
                                                      {"Nickname", "nickname"},
                                                      {"File As", "name"},
                                                      {"Organization Name", "organization"},
                                                      {"Organization Title", "title"},
                                                      {"Organization Department", "department"},
                                                      {"Birthday", "birthday"},
                                                      {"Notes", "notes"},
                                                      {"Photo", "photo_link"},
                                                      {"Labels", "tags"},
                                                      {NULL, NULL}};

/* What repeats, "#" for its number. */
static const struct contacts_pair google_series[CONTACTS_SERIES][11] = {
    [CONTACTS_SERIES_EMAIL] = {{"E-mail # - Label", "email#.label"},
                               {"E-mail # - Value", "email#"}},
    [CONTACTS_SERIES_PHONE] = {{"Phone # - Label", "phone#.label"}, {"Phone # - Value", "phone#"}},
    [CONTACTS_SERIES_ADDRESS] = {{"Address # - Label", "address#.label"},
                                 {"Address # - Formatted", "address#"},
                                 {"Address # - Street", "address#.street"},
                                 {"Address # - City", "address#.city"},
                                 {"Address # - PO Box", "address#.po"},
                                 {"Address # - Region", "address#.region"},
                                 {"Address # - Postal Code", "address#.postal"},
                                 {"Address # - Country", "address#.country"},
                                 {"Address # - Extended Address", "address#.extended"}},
    [CONTACTS_SERIES_LINK] = {{"Website # - Label", "link#.label"}, {"Website # - Value", "link#"}},
    [CONTACTS_SERIES_CUSTOM] = {{"Custom Field # - Label", "custom#.label"},
                                {"Custom Field # - Value", "custom#"}}};

static const struct contacts_pair plain_series[CONTACTS_SERIES][11] = {
    [CONTACTS_SERIES_EMAIL] = {{"email #", "email#"}, {"email # label", "email#.label"}},
    [CONTACTS_SERIES_PHONE] = {{"phone #", "phone#"}, {"phone # label", "phone#.label"}},
    [CONTACTS_SERIES_LINK] = {{"link #", "link#"}, {"link # label", "link#.label"}},
    [CONTACTS_SERIES_CHAT] = {{"chat #", "chat#"}, {"chat # label", "chat#.label"}},
    [CONTACTS_SERIES_ADDRESS] = {{"address #", "address#"},
                                 {"address # label", "address#.label"},
                                 {"address # detail", "address#.detail"}},
    [CONTACTS_SERIES_TAG] = {{"tag #", "tags#"}},
    [CONTACTS_SERIES_CUSTOM] = {{"other # name", "custom#.label"}, {"other #", "custom#"}}};

static const struct contacts_pair outlook_columns[] = {
    {"First Name", "given_name"},
    {"Middle Name", "additional_name"},
    {"Last Name", "family_name"},
    {"Title", "name_prefix"},
    {"Suffix", "name_suffix"},
    {"Nickname", "nickname"},
    {"Given Yomi", "pronunciation"},
    {"Surname Yomi", "drop"},
    {"E-mail Address", "email"},
    {"E-mail 2 Address", "email"},
    {"E-mail 3 Address", "email"},
    {"Home Phone", "phone:home"},
    {"Home Phone 2", "phone:home"},
    {"Business Phone", "phone:work"},
    {"Business Phone 2", "phone:work"},
    {"Mobile Phone", "phone:cell"},
    {"Car Phone", "phone:car"},
    {"Other Phone", "phone:other"},
    {"Primary Phone", "phone:main"},
    {"Pager", "phone:pager"},
    {"Business Fax", "phone:work fax"},
    {"Home Fax", "phone:home fax"},
    {"Other Fax", "phone:other fax"},
    {"Company Main Phone", "phone:company"},
    {"Callback", "phone:callback"},
    {"Radio Phone", "phone:radio"},
    {"Telex", "phone:telex"},
    {"TTY/TDD Phone", "phone:textphone"},
    {"IMAddress", "chat"},
    {"Job Title", "title"},
    {"Department", "department"},
    {"Company", "organization"},
    {"Office Location", "drop"},
    {"Manager's Name", "drop"},
    {"Assistant's Name", "drop"},
    {"Assistant's Phone", "phone:assistant"},
    {"Company Yomi", "drop"},
    {"Business Street", "address:work.street"},
    {"Business City", "address:work.city"},
    {"Business State", "address:work.region"},
    {"Business Postal Code", "address:work.postal"},
    {"Business Country/Region", "address:work.country"},
    {"Home Street", "address:home.street"},
    {"Home City", "address:home.city"},
    {"Home State", "address:home.region"},
    {"Home Postal Code", "address:home.postal"},
    {"Home Country/Region", "address:home.country"},
    {"Other Street", "address:other.street"},
    {"Other City", "address:other.city"},
    {"Other State", "address:other.region"},
    {"Other Postal Code", "address:other.postal"},
    {"Other Country/Region", "address:other.country"},
    {"Personal Web Page", "link:home"},
    {"Spouse", "drop"},
    {"Schools", "drop"},
    {"Hobby", "drop"},
    {"Location", "place"},
    {"Web Page", "link"},
    {"Birthday", "birthday"},
    {"Anniversary", "drop"},
    {"Notes", "notes"},
    {"Categories", "tags"},
    {NULL, NULL}};

const struct contacts_pair *
contacts_form_columns(enum contacts_form form)
{
    static const struct contacts_pair none[] = {{NULL, NULL}};
    return form == CONTACTS_FORM_GOOGLE    ? google_columns
           : form == CONTACTS_FORM_OUTLOOK ? outlook_columns
                                           : none;
}

const struct contacts_pair *
contacts_form_series(enum contacts_form form, enum contacts_series series)
{
    static const struct contacts_pair none[] = {{NULL, NULL}};
    return form == CONTACTS_FORM_GOOGLE  ? google_series[series]
           : form == CONTACTS_FORM_PLAIN ? plain_series[series]
                                         : none;
}
