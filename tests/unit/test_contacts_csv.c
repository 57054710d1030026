/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/contacts_csv.h"

#include "doc/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct result {
    struct arena *arena;
    struct doc *rows;
};

static struct contacts_csv reader; /* 25 KiB */
static const char *wanted;
static const struct doc *told;

static enum status
take_in(void *context, const struct doc *row)
{
    struct result *result = context;
    (void)doc_push(result->rows, doc_copy(result->arena, row));
    return STATUS_OK;
}

static enum status
read_bytes(struct arena *arena, const char *text, size_t length, size_t piece,
           struct doc **out_rows)
{
    ARENA_HERE struct arena rows;
    struct result result = {arena, doc_list(arena)};
    arena_open(&rows);
    *out_rows = result.rows;
    contacts_csv_open(&reader, arena, &rows, take_in, &result);
    assert_true(contacts_csv_as(&reader, wanted));
    if (told != NULL)
        assert_int_equal(contacts_csv_map(&reader, told), STATUS_OK);
    for (size_t at = 0; at < length; at += piece)
        TRY(contacts_csv_feed(&reader, text + at, length - at < piece ? length - at : piece));
    return contacts_csv_end(&reader);
}

static struct doc *
read_text(struct arena *arena, const char *text)
{
    struct doc *rows, *again;
    assert_int_equal(read_bytes(arena, text, strlen(text), 7, &again), STATUS_OK);
    assert_int_equal(read_bytes(arena, text, strlen(text), 4096, &rows), STATUS_OK);
    assert_true(doc_equal(rows, again));
    return rows;
}

static const char *
value(const struct doc *rows, uint32_t row, const char *key)
{
    assert_true(row < doc_count(rows));
    assert_true(doc_has(doc_item(rows, row), key));
    const struct doc *found = doc_get(doc_item(rows, row), key);
    return found->kind == DOC_NULL ? NULL : found->text;
}

/* "email home ada@example.org" */
static const char *
point(struct arena *arena, const struct doc *rows, uint32_t row, uint32_t index)
{
    const struct doc *points = doc_get(doc_item(rows, row), "contact_points");
    if (index >= doc_count(points))
        return "";
    const struct doc *item = doc_item(points, index);
    return arena_print(arena, "%s|%s|%s|%s", doc_text_of(item, "kind"), doc_text_of(item, "label"),
                       doc_text_of(item, "value"), doc_text_of(item, "detail"));
}

static const char *
original(struct arena *arena, const struct doc *rows, uint32_t row, const char *key)
{
    const struct doc *list = doc_get(doc_item(rows, row), "originals");
    struct doc *data = doc_map(arena);
    if (doc_count(list) == 0)
        return "";
    const char *text = doc_text_of(doc_item(list, 0), "data");
    assert_string_equal(doc_text_of(doc_item(list, 0), "form"), "csv");
    assert_int_equal(json_read(arena, text, strlen(text), data, NULL), STATUS_OK);
    return doc_text_of(data, key);
}

static void
reads_google_in_its_new_form_M59(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *rows = read_text(
        &arena,
        "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last "
        "Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization "
        "Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - "
        "Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - "
        "Street,Address 1 - City,Address 1 - PO Box,Address 1 - Region,Address 1 - Postal "
        "Code,Address 1 - Country,Address 1 - Extended Address,Website 1 - Label,Website 1 - "
        "Value,Event 1 - Label,Event 1 - Value,Custom Field 1 - Label,Custom Field 1 - Value\r\n"
        "Ada,,Quinn,,,,Dr.,,,,River Works,Ecologist,Water, --04-12,\"Met at\nthe fair\",,* "
        "myContacts ::: Family ::: * Starred,* Home,ada@example.org ::: a.quinn@example.com,Mobile,"
        "'+1 555 0100,Work,\"1 Bank St\r\nTown\",\"1 Bank St\",Town,,VT,05401,US,,Blog,"
        "ada.example.org,Anniversary,2010-06-01,Shoe size,39\r\n");
    assert_string_equal(reader.dialect, "google");
    assert_string_equal(value(rows, 0, "name"), "Ada Quinn");
    assert_string_equal(value(rows, 0, "name_prefix"), "Dr.");
    assert_string_equal(value(rows, 0, "birthday"), "--04-12");
    assert_string_equal(value(rows, 0, "notes"), "Met at\nthe fair");
    assert_string_equal(point(&arena, rows, 0, 0), "email|home|ada@example.org|");
    assert_string_equal(point(&arena, rows, 0, 1), "email|home|a.quinn@example.com|");
    assert_string_equal(point(&arena, rows, 0, 2), "phone|cell|+1 555 0100|");
    assert_string_equal(point(&arena, rows, 0, 3),
                        "address|work|1 Bank St\nTown|;;1 Bank St;Town;VT;05401;US");
    assert_string_equal(value(rows, 0, "place"), "Town");
    assert_string_equal(point(&arena, rows, 0, 4), "link|blog|https://ada.example.org|");
    const struct doc *tags = doc_get(doc_item(rows, 0), "tags");
    assert_int_equal(doc_count(tags), 2);
    assert_string_equal(doc_text_of(doc_item(tags, 0), "tag"), "Family");
    assert_string_equal(doc_text_of(doc_item(tags, 1), "tag"), "Starred");
    assert_string_equal(original(&arena, rows, 0, "Event 1 - Value"), "2010-06-01");
    assert_string_equal(original(&arena, rows, 0, "Shoe size"), "39");
    assert_null(value(rows, 0, "warning"));
}

static void
reads_google_in_its_old_form_and_in_the_order_of_its_template(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *rows = read_text(
        &arena,
        "Name,Given Name,Family Name,Birthday,Notes,Group Membership,E-mail 1 - Type,E-mail "
        "1 - Value,IM 1 - Type,IM 1 - Service,IM 1 - Value,Phone 1 - Type,Phone 1 - "
        "Value,Organization 1 - Name,Organization 1 - Title,Priority\n"
        "Ada Quinn,Ada,Quinn,1985-04-12,,* myContacts,* ,ada@example.org,Home,Skype,ada.q,"
        "Mobile,555 0100 ::: 555 0101,River Works,Ecologist,Normal\n");
    assert_string_equal(reader.dialect, "google_old");
    assert_string_equal(value(rows, 0, "birthday"), "1985-04-12");
    assert_string_equal(value(rows, 0, "title"), "Ecologist");
    assert_string_equal(point(&arena, rows, 0, 0), "email||ada@example.org|");
    assert_string_equal(point(&arena, rows, 0, 1), "chat|Skype|ada.q|");
    assert_string_equal(point(&arena, rows, 0, 3), "phone|cell|555 0101|");
    assert_int_equal(doc_count(doc_get(doc_item(rows, 0), "originals")), 0);
    rows = read_text(&arena, "Name Prefix,First Name,Middle Name,Last Name,Name Suffix,E-mail 1 - "
                             "Label,E-mail 1 - Value,Relation 1 - Label,Relation 1 - "
                             "Value,Notes,Labels\n,Ada,,Quinn,,,ada@example.org,Spouse,Ben,,\n");
    assert_string_equal(reader.dialect, "google");
    assert_string_equal(original(&arena, rows, 0, "Relation 1 - Value"), "Ben");
}

static const char *const outlook_files[] = {
    "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business "
    "Street,Business City,Business Postal Code,Business Country/Region,Business Phone,Mobile "
    "Phone,Anniversary,Birthday,Categories,E-mail Address,E-mail Type,E-mail Display "
    "Name,Notes,Priority,Private,Sensitivity\nDr.,Ada,,Quinn,,River Works,,Ecologist,Kai "
    "1,Bremen,28195,Germany,0421 555,0170 555,0/0/00,12/28/1969,Alumni;Rivers,ada@example.org,"
    "SMTP,Ada (ada@example.org),,Normal,False,Normal\n",
    "\"Anrede\";\"Vorname\";\"Weitere Vornamen\";\"Nachname\";\"Suffix\";\"Firma\";"
    "\"Abteilung\";\"Position\";\"Straße geschäftlich\";\"Ort geschäftlich\";"
    "\"Postleitzahl geschäftlich\";\"Land/Region geschäftlich\";\"Telefon geschäftlich\";"
    "\"Mobiltelefon\";\"Jahrestag\";\"Geburtstag\";\"Kategorien\";\"E-Mail-Adresse\";"
    "\"E-Mail-Typ\";\"E-Mail: Angezeigter Name\";\"Notizen\";\"Priorität\";\"Privat\";"
    "\"Vertraulichkeit\"\r\nDr.;Ada;;Quinn;;River Works;;Ecologist;Kai "
    "1;Bremen;28195;Germany;0421 555;0170 555;0.0.00;28.12.1969;Alumni;ada@example.org;SMTP;"
    "Ada;;Normal;Falsch;Normal\r\n",
    "Titre,Prénom,Deuxième prénom,Nom,Suffixe,Société,Service,Titre du poste,Rue "
    "(bureau),Ville (bureau),Code postal (bureau),Pays/Région (bureau),Téléphone "
    "(bureau),Tél. mobile,Anniversaire,Catégories,Adresse de "
    "messagerie,Privé\nDr.,Ada,,Quinn,,River Works,,Ecologist,Kai "
    "1,Bremen,28195,Germany,0421 555,0170 555,28/12/1969,Alumni,ada@example.org,Faux\n",
    "Título,Nombre,Segundo nombre,Apellidos,Sufijo,Organización,Departamento,Puesto,Calle del "
    "trabajo,Ciudad del trabajo,Código postal del trabajo,País o región del trabajo,Teléfono "
    "del trabajo,Número de móvil,Cumpleaños,Categorías,Dirección de correo "
    "electrónico\nDr.,Ada,,Quinn,,River Works,,Ecologist,Kai 1,Bremen,28195,Germany,0421 "
    "555,0170 555,28/12/1969,Alumni,ada@example.org\n",
    "Titolo,Nome,Secondo nome,Cognome,Società,Reparto,Posizione,Via (uff.),Città (uff.),CAP "
    "(uff.),Paese (uff.),Ufficio,Cellulare,Compleanno,Categorie,Indirizzo posta "
    "elettronica\nDr.,Ada,,Quinn,River Works,,Ecologist,Kai 1,Bremen,28195,Germany,0421 "
    "555,0170 555,28/12/1969,Alumni,ada@example.org\n",
    "Título,Nome,Segundo nome,Sobrenome,Empresa,Departamento,Cargo,Rua comercial,Cidade "
    "comercial,CEP comercial,País comercial,Telefone comercial,Telefone "
    "celular,Aniversário,Categorias,Endereço de email\nDr.,Ada,,Quinn,River "
    "Works,,Ecologist,Kai 1,Bremen,28195,Germany,0421 555,0170 555,28/12/1969,Alumni,"
    "ada@example.org\n",
    "Titel,Voornaam,Achternaam,Bedrijf,Functie,\"Werkadres, straat\",\"Werkadres, "
    "plaats\",\"Werkadres, postcode\",\"Werkadres, land/regio\",Telefoon op werk,Mobiele "
    "telefoon,Verjaardag,Categorieën,E-mailadres\nDr.,Ada,Quinn,River Works,Ecologist,Kai "
    "1,Bremen,28195,Germany,0421 555,0170 555,28-12-1969,Alumni,ada@example.org\n",
    "Tytuł,Imię,Nazwisko,Firma,Stanowisko,Adres służbowy - ulica,Adres służbowy - "
    "miejscowość,Adres służbowy - kod pocztowy,Adres służbowy - kraj,Telefon służbowy,Telefon "
    "komórkowy,Urodziny,Kategorie,Adres e-mail\nDr.,Ada,Quinn,River Works,Ecologist,Kai "
    "1,Bremen,28195,Germany,0421 555,0170 555,28.12.1969,Alumni,ada@example.org\n",
    "Titel,Förnamn,Efternamn,Företag,Befattning,\"Gatuadress, arbete\",\"Ort, "
    "arbete\",\"Postnummer, arbete\",\"Land/region, arbete\",\"Telefon, "
    "arbete\",Mobiltelefon,Födelsedag,Kategorier,E-postadress\nDr.,Ada,Quinn,River "
    "Works,Ecologist,Kai 1,Bremen,28195,Germany,0421 555,0170 555,1969-12-28,Alumni,"
    "ada@example.org\n",
};

static void
reads_outlook_whatever_language_it_speaks(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof outlook_files / sizeof *outlook_files; i++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        struct doc *rows = read_text(&arena, outlook_files[i]);
        assert_string_equal(reader.dialect, "outlook");
        assert_string_equal(value(rows, 0, "name_prefix"), "Dr.");
        assert_string_equal(value(rows, 0, "name"), "Ada Quinn");
        assert_string_equal(value(rows, 0, "organization"), "River Works");
        assert_string_equal(value(rows, 0, "title"), "Ecologist");
        assert_string_equal(value(rows, 0, "birthday"), "1969-12-28");
        assert_string_equal(doc_text_of(doc_item(doc_get(doc_item(rows, 0), "tags"), 0), "tag"),
                            "Alumni");
        const char *found = "";
        for (uint32_t at = 0; at < 4; at++)
            found = arena_print(&arena, "%s%s\n", found, point(&arena, rows, 0, at));
        assert_non_null(strstr(found, "email||ada@example.org|"));
        assert_non_null(strstr(found, "phone|work|0421 555|"));
        assert_non_null(strstr(found, "phone|cell|0170 555|"));
        assert_non_null(strstr(found, "|;;Kai 1;Bremen;;28195;Germany\n"));
        assert_string_equal(value(rows, 0, "place"), "Bremen");
        assert_null(value(rows, 0, "warning"));
        assert_int_equal(doc_count(doc_get(doc_item(rows, 0), "originals")), 0);
    }
}

static void
reads_outlook_com_thunderbird_and_linkedin(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *rows =
        read_text(&arena, "First Name,Middle Name,Last Name,Title,Suffix,Nickname,Given "
                          "Yomi,Surname Yomi,E-mail Address,Home Phone,IMAddress,Job "
                          "Title,Company,Personal Web Page,Birthday,Notes\n"
                          "Ada,M.,Quinn,,,Addie,,,ada@example.org,555 01,im:ada,Ecologist,River "
                          "Works,https://ada.example.org/,,\n");
    assert_string_equal(reader.dialect, "outlook_com");
    assert_string_equal(value(rows, 0, "name"), "Ada M. Quinn");
    assert_string_equal(point(&arena, rows, 0, 3), "link|home|https://ada.example.org/|");
    rows = read_text(&arena, "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary "
                             "Email,Screen Name,Work Phone,Job Title,Organization,Birth Year,Birth "
                             "Month,Birth Day,Custom 1,Notes,\n"
                             "Ada,Quinn,Ada Quinn,,ada@example.org,,,555 02,Ecologist,River "
                             "Works,1985,4,12,blue,,\n");
    assert_string_equal(reader.dialect, "thunderbird");
    assert_string_equal(value(rows, 0, "birthday"), "1985-04-12");
    assert_string_equal(original(&arena, rows, 0, "Custom 1"), "blue");
    rows = read_text(&arena, "Notes:\n\"a, b\"\n\nFirst Name,Last Name,URL,Email "
                             "Address,Company,Position,Connected On\nAda,Quinn,"
                             "https://www.linkedin.com/in/ada-quinn,,River Works,Ecologist,12 Mar "
                             "2024\nBo,Q,,,,,03/04/2024\nCy\n");
    assert_string_equal(reader.dialect, "linkedin");
    assert_string_equal(value(rows, 0, "connected_on"), "2024-03-12");
    assert_int_equal(doc_int_of(doc_item(rows, 0), "line"), 5);
    assert_string_equal(point(&arena, rows, 0, 0), "link||https://www.linkedin.com/in/ada-quinn|");
    assert_string_equal(value(rows, 1, "warning"), "import.date_order_unsure");
    assert_string_equal(original(&arena, rows, 1, "connected_on"), "03/04/2024");
    assert_string_equal(value(rows, 2, "reason"), "import.too_few_cells");
    assert_string_equal(doc_item(doc_get(doc_item(rows, 2), "raw"), 0)->text, "Cy");
}

static void
proposes_a_mapping_for_any_other_table_and_reads_by_it(void **state)
{
    (void)state;
    static const char text[] =
        "Contacts of the fair\n\nWho,first_name,Nachname,Mail,Handy,Web,Seen\n"
        "1,Ada,Quinn,ada@example.org,0170 555 01,www.example.org,x\n"
        "2,Bo,Rivers,bo@example.org,0170 555 02,www.example.org,\n";
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *rows;
    assert_int_equal(read_bytes(&arena, text, strlen(text), 10, &rows), STATUS_INVALID);
    assert_string_equal(reader.code, "contacts.mapping");
    assert_int_equal(doc_count(rows), 0);
    struct doc *found = contacts_csv_found(&reader, &arena);
    struct doc columns = doc_copy(&arena, doc_get(found, "columns"));
    static const char *const keys[] = {
        "", "given_name", "family_name", "email", "phone:cell", "link", ""};
    assert_int_equal(doc_count(&columns), 7);
    for (uint32_t i = 0; i < 7; i++)
        assert_string_equal(doc_text_of(doc_item(&columns, i), "key"), keys[i]);
    assert_string_equal(doc_text_of(doc_item(&columns, 3), "sample"), "ada@example.org");
    assert_string_equal(doc_text_of(found, "dialect"), "csv");
    assert_string_equal(doc_text_of(found, "separator"), ",");
    doc_set_text(doc_item(&columns, 6), "key", "tags");
    told = &columns;
    rows = read_text(&arena, text);
    told = NULL;
    assert_string_equal(reader.dialect, "csv");
    assert_int_equal(doc_count(rows), 2);
    assert_string_equal(value(rows, 0, "name"), "Ada Quinn");
    assert_string_equal(original(&arena, rows, 0, "Who"), "1");
    assert_int_equal(doc_count(doc_get(doc_item(rows, 0), "tags")), 1);
    assert_string_equal(doc_text_of(contacts_csv_found(&reader, &arena), "digest"),
                        doc_text_of(found, "digest"));
}

static void
takes_a_name_beside_given_names_as_the_family_name(void **state)
{
    (void)state;
    static const struct {
        const char *text, *first, *second;
    } cases[] = {
        {"Vorname;Name;E-Mail\nAnna;Schmidt;a@example.org\n", "given_name", "family_name"},
        {"Name;Vorname;E-Mail\nSchmidt;Anna;a@example.org\n", "family_name", "given_name"},
        {"First Name,Name,Email\nBo,Rivers,bo@example.org\nAda,Quinn,\n", "given_name",
         "family_name"},
        {"First Name,Name,Email\nBo,Bo Rivers,bo@example.org\nAda,Quinn Ada,\n", "given_name",
         "name"},
        {"F\u00F6rnamn;Namn;Ort\nBo;Berg;Lund\n", "given_name", "family_name"},
        {"Fornavn;Navn;By\nBo;Berg;Bergen\n", "given_name", "family_name"},
        {"Voornaam;Naam;Plaats\nBo;de Wit;Delft\n", "given_name", "family_name"},
        {"Etunimi;Nimi;Email\nAino;Laine;a@example.org\n", "given_name", "family_name"},
        {"Vorname;Anzeigename;Ort\nAnna;AS;Kiel\n", "given_name", "name"},
        {"Name;Ort;E-Mail\nSchmidt;Kiel;a@example.org\n", "name", "place"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        struct doc *rows;
        assert_int_equal(read_bytes(&arena, cases[i].text, strlen(cases[i].text), 4096, &rows),
                         STATUS_INVALID);
        struct doc *found = contacts_csv_found(&reader, &arena);
        const struct doc *columns = doc_get(found, "columns");
        assert_string_equal(doc_text_of(doc_item(columns, 0), "key"), cases[i].first);
        assert_string_equal(doc_text_of(doc_item(columns, 1), "key"), cases[i].second);
    }
}

static void
finds_what_columns_without_names_hold(void **state)
{
    (void)state;
    static const char text[] = "Ada Quinn;ada@example.org;+49 170 555 01\n"
                               "Bo Rivers;bo@example.org;+49 170 555 02\n";
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *rows;
    assert_int_equal(read_bytes(&arena, text, strlen(text), 4096, &rows), STATUS_INVALID);
    struct doc *found = contacts_csv_found(&reader, &arena);
    assert_false(doc_bool_of(found, "header"));
    told = doc_get(found, "columns");
    assert_string_equal(doc_text_of(doc_item(told, 0), "key"), "name");
    assert_string_equal(doc_text_of(doc_item(told, 0), "guess"), "value");
    rows = read_text(&arena, text);
    told = NULL;
    assert_int_equal(doc_count(rows), 2);
    assert_string_equal(value(rows, 1, "name"), "Bo Rivers");
    assert_string_equal(point(&arena, rows, 1, 1), "phone||+49 170 555 02|");
}

static void
reads_dates_in_the_order_of_the_file(void **state)
{
    (void)state;
    static const struct {
        const char *rows, *birthday, *warning;
    } cases[] = {
        {"Ada,Quinn,04/12/1985,\n", "1985-04-12", "import.date_order_unsure"},
        {"Ada,Quinn,04/12/1985,\nBo,Q,28/12/1969,\n", "1985-12-04", NULL},
        {"Ada,Quinn,04/12/1985,\nBo,Q,12/28/1969,\n", "1985-04-12", NULL},
        {"Ada,Quinn,4.12.1985,\n", "1985-12-04", NULL},
        {"Ada,Quinn,1604-08-20,\n", "--08-20", NULL},
        {"Ada,Quinn,19850412,\n", "1985-04-12", NULL},
        {"Ada,Quinn,--0412,\n", "--04-12", NULL},
        {"Ada,Quinn,0/0/00,\n", NULL, NULL},
        {"Ada,Quinn,in spring,\n", NULL, "import.date_not_read"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        struct doc *rows = read_text(
            &arena, arena_print(&arena, "First Name,Last Name,Birthday,E-mail Display Name\n%s",
                                cases[i].rows));
        const char *birthday = value(rows, 0, "birthday"), *warning = value(rows, 0, "warning");
        assert_string_equal(birthday == NULL ? "" : birthday,
                            cases[i].birthday == NULL ? "" : cases[i].birthday);
        assert_string_equal(warning == NULL ? "" : warning,
                            cases[i].warning == NULL ? "" : cases[i].warning);
        if (warning != NULL)
            assert_true(original(&arena, rows, 0, "birthday")[0] != '\0');
    }
}

static void
says_why_a_row_or_a_file_cannot_be_used(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code;
    } files[] = {
        {"", "contacts.empty"},
        {"just one line of prose", "contacts.no_header"},
        {"a,b,c\n1,2,3\n", "contacts.mapping"},
        {"First Name,Last Name,Connected On\n,,\n", "contacts.no_rows"},
        {"First Name,\"Last Name,Connected On\nA,B,C\n", "csv.unterminated"},
        {"\x7F\x01\x01\x02\x01\x01\x02\x01\x01\x02\x01\x01\x02\x01\x01\x02\x01", "charset.binary"}};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        struct doc *rows;
        assert_int_equal(read_bytes(&arena, files[i].text, strlen(files[i].text), 5, &rows),
                         STATUS_INVALID);
        assert_string_equal(reader.code, files[i].code);
    }
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    wanted = "google";
    struct doc *rows, *rows_of_outlook;
    static const char other[] = "First Name,Last Name,Connected On\nA,B,12 Mar 2024\n";
    assert_int_equal(read_bytes(&arena, other, strlen(other), 5, &rows), STATUS_INVALID);
    assert_string_equal(reader.code, "contacts.no_header");
    wanted = NULL;
    wanted = NULL;
    assert_false(contacts_csv_as(&reader, "lotus"));
    wanted = "outlook"; /* its other form counts as well */
    rows_of_outlook = read_text(&arena, "First Name,Middle Name,Last Name,Title,Suffix,Nickname,"
                                        "Given Yomi,Surname Yomi,E-mail Address,Home Phone,"
                                        "IMAddress,Job Title,Company,Personal Web Page,Birthday,"
                                        "Notes\nAda,,Quinn,,,,,,ada@example.org,,,,,,,\n");
    assert_string_equal(reader.dialect, "outlook_com");
    assert_int_equal(doc_count(rows_of_outlook), 1);
    wanted = NULL;
    rows = read_text(&arena, "First Name,Last Name,Organization Name,E-mail 1 - Value\n"
                             "Ada,Quinn,,,extra\nAda,Qu\uFFFDnn,,\n,,,not one\nAda\n");
    assert_string_equal(value(rows, 0, "reason"), "import.too_many_cells");
    assert_string_equal(value(rows, 1, "reason"), "import.damaged_text");
    assert_string_equal(value(rows, 2, "reason"), "import.nothing_in_row");
    assert_null(value(rows, 3, "reason"));
    assert_string_equal(value(rows, 3, "warning"), "import.too_few_cells");
}

static void
keys_are_read_and_refused(void **state)
{
    (void)state;
    static const char *const sound[] = {"name",      "email",         "email:work",
                                        "phone#2",   "phone#2.label", "address:home.street",
                                        "address#1", "birthday.year", "custom#3.label",
                                        "keep",      "drop",          ""};
    static const char *const wrong[] = {"surname",   "email:",       "email#",      "email#0",
                                        "email#x",   "email.street", "name.label",  "drop.table",
                                        "birthday.", "address.year", "phone#99999", "tags.street"};
    for (size_t i = 0; i < sizeof sound / sizeof *sound; i++)
        assert_true(contacts_key_valid(sound[i]));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(contacts_key_valid(wrong[i]));
    for (size_t i = 0; contacts_choices[i] != NULL; i++)
        assert_true(contacts_key_valid(contacts_choices[i]));
}

static void
names_of_east_asia_keep_their_order(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *rows = read_text(&arena, "First Name,Last Name,Organization Name,E-mail 1 - Value\n"
                                         "\u4F1F,\u5F20,,\nJos\u00E9,Mart\u00EDnez,,\n");
    assert_string_equal(value(rows, 0, "name"), "\u5F20\u4F1F");
    assert_string_equal(value(rows, 1, "name"), "Jos\u00E9 Mart\u00EDnez");
}

static void
takes_several_addresses_of_one_cell_apart(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *rows =
        read_text(&arena, "First Name,Last Name,Organization Name,E-mail 1 - Value\n"
                          "Ada,Quinn,,a@example.org; b@example.org\n"
                          "Bo,Ruiz,,\"b@example.org c@example.org,d@example.org\"\n"
                          "Cy,Reyes,,ada@example.org (h)\n"
                          "Di,Lee,,d@example.org; or by phone\n"
                          "Ed,Hale,,e@example.org ::: f@example.org; g@example.org\n");
    assert_string_equal(point(&arena, rows, 0, 0), "email||a@example.org|");
    assert_string_equal(point(&arena, rows, 0, 1), "email||b@example.org|");
    assert_string_equal(point(&arena, rows, 1, 0), "email||b@example.org|");
    assert_string_equal(point(&arena, rows, 1, 1), "email||c@example.org|");
    assert_string_equal(point(&arena, rows, 1, 2), "email||d@example.org|");
    assert_string_equal(value(rows, 0, "warning") == NULL ? "" : "warned", "");
    assert_string_equal(original(&arena, rows, 2, "E-mail 1 - Value"), "ada@example.org (h)");
    assert_string_equal(value(rows, 2, "warning"), "import.email_not_valid");
    assert_string_equal(original(&arena, rows, 3, "E-mail 1 - Value"),
                        "d@example.org; or by phone");
    assert_string_equal(point(&arena, rows, 4, 0), "email||e@example.org|");
}

static void
keeps_the_parts_of_an_address_in_one_line(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    wanted = "rapport";
    struct doc *rows = read_text(
        &arena, "name,given_name,family_name,how_found,address 1,address 1 detail\n"
                "Ada Quinn,,,,\"1 Bank St\nTown\",\";;1 Bank St;Town\r\nEND:VCARD;;;\"\n");
    wanted = NULL;
    const char *address = point(&arena, rows, 0, 0);
    assert_string_equal(address, "address||1 Bank St\nTown|;;1 Bank St;Town END:VCARD;;;");
}

static void
a_word_or_a_year_that_a_page_would_refuse_is_kept_beside(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    wanted = "rapport";
    struct doc *rows =
        read_text(&arena, "name,given_name,family_name,how_found,in_field,field_since,field_until,"
                          "address_form,similar_background,may_approach_later\n"
                          "Ada Quinn,,,,yes,1999,2010-05,Dr. Quinn,Same school,true\n"
                          "Bo Reyes,,,,perhaps,long ago,,,,\n");
    wanted = NULL;
    assert_string_equal(value(rows, 0, "in_field"), "yes");
    assert_string_equal(value(rows, 0, "field_since"), "1999");
    assert_string_equal(value(rows, 0, "field_until"), "2010-05");
    assert_string_equal(value(rows, 0, "address_form"), "Dr. Quinn");
    assert_string_equal(value(rows, 0, "similar_background"), "Same school");
    assert_true(doc_bool_of(doc_item(rows, 0), "may_approach_later"));
    assert_null(value(rows, 1, "in_field"));
    assert_null(value(rows, 1, "field_since"));
    assert_string_equal(value(rows, 1, "warning"), "import.date_not_read");
    const struct doc *kept = doc_item(doc_get(doc_item(rows, 1), "originals"), 0);
    assert_string_equal(doc_text_of(kept, "data"),
                        "{\"in_field\":\"perhaps\",\"field_since\":\"long ago\"}");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_google_in_its_new_form_M59),
        cmocka_unit_test(reads_google_in_its_old_form_and_in_the_order_of_its_template),
        cmocka_unit_test(reads_outlook_whatever_language_it_speaks),
        cmocka_unit_test(reads_outlook_com_thunderbird_and_linkedin),
        cmocka_unit_test(proposes_a_mapping_for_any_other_table_and_reads_by_it),
        cmocka_unit_test(takes_a_name_beside_given_names_as_the_family_name),
        cmocka_unit_test(finds_what_columns_without_names_hold),
        cmocka_unit_test(reads_dates_in_the_order_of_the_file),
        cmocka_unit_test(says_why_a_row_or_a_file_cannot_be_used),
        cmocka_unit_test(keys_are_read_and_refused),
        cmocka_unit_test(names_of_east_asia_keep_their_order),
        cmocka_unit_test(takes_several_addresses_of_one_cell_apart),
        cmocka_unit_test(keeps_the_parts_of_an_address_in_one_line),
        cmocka_unit_test(a_word_or_a_year_that_a_page_would_refuse_is_kept_beside),
    };
    return cmocka_run_group_tests_name("contacts_csv", tests, NULL, NULL);
}
