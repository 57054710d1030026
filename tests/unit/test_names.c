/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method_data.h"

#include "method/names.h"

struct desk {
    struct arena arena;
    const struct nicknames *nicknames;
};

static int
open_desk(void **state)
{
    static struct desk desk;
    int line;
    arena_open(&desk.arena);
    const char *text = data_text(&desk.arena, "data/lexicons/nicknames.txt");
    if (nicknames_read(&desk.arena, text, &desk.nicknames, &line) != STATUS_OK)
        fail_msg("data/lexicons/nicknames.txt:%d is no group of folded words", line);
    *state = &desk;
    return 0;
}

static int
close_desk(void **state)
{
    arena_close(&((struct desk *)*state)->arena);
    return 0;
}

static const struct name *
whole(struct desk *desk, const char *name)
{
    return name_read(&desk->arena, desk->nicknames, &(struct name_parts){.name = name});
}

static struct likeness
compared(struct desk *desk, const char *a, const char *b)
{
    return names_compare(whole(desk, a), whole(desk, b));
}

/* Pairs that may well be one person, with the first reason that is to be said. */
static const char *const alike[][3] = {
    {"Ada Quinn", "Ada Quinn", "name.same"},
    {"Zoë Müller", "Zoe Muller", "name.marks"},
    {"ZOË MÜLLER", "Zoë Müller", "name.marks"},
    {"Łukasz Wiśniewski", "Lukasz Wisniewski", "name.marks"},
    {"O'Neill, Siobhan", "Siobhan O’Neill", "name.marks"},
    {"Dr. Ada Quinn, PhD", "Ada Quinn", "name.marks"},
    {"Ada Quinn (she/her)", "Ada Quinn", "name.marks"},
    {"Dr. med. Karl-Heinz Groß", "Karl-Heinz Gross", "name.marks"},
    {"Dr. rer. nat. Ada Quinn", "Ada Quinn", "name.marks"},
    {"محمد الخطيب", "Mohammed Al-Khatib", "name.script"},
    {"محمد الخطيب", "Mohammed Alkhatib", "name.script"},
    {"محمد الخطيب", "Mohammed Khatib", "name.script"},
    {"Jürgen Müller", "Juergen Mueller", "name.spelling"},
    {"Jörg Weiß", "Joerg Weiss", "name.spelling"},
    {"Stefan Meyer", "Stefan Maier", "name.spelling"},
    {"Thomas Schmitt", "Thomas Schmidt", "name.spelling"},
    {"Mohammed Haddad", "Muhammad Haddad", "name.spelling"},
    {"Sergei Ivanov", "Sergey Ivanov", "name.spelling"},
    {"Ekaterina Petrova", "Yekaterina Petrova", "name.spelling"},
    {"Caitlin Byrne", "Kaitlyn Byrne", "name.spelling"},
    {"Ana Gonzalez", "Ana Gonzales", "name.spelling"},
    {"Jean-Luc Moreau", "Jean Luc Moreau", "name.marks"},
    {"Anne-Marie Dubois", "Annemarie Dubois", "name.spelling"},
    {"Bob Adeyemi", "Robert Adeyemi", "name.nickname"},
    {"Liz Ferreira", "Elizabeth Ferreira", "name.nickname"},
    {"Bill Okafor", "William Okafor", "name.nickname"},
    {"Peggy Larsen", "Margaret Larsen", "name.nickname"},
    {"Sasha Volkov", "Alexander Volkov", "name.nickname"},
    {"Sasha Volkova", "Aleksandra Volkova", "name.nickname"},
    {"Misha Orlov", "Mikhail Orlov", "name.nickname"},
    {"Kasia Nowak", "Katarzyna Nowak", "name.nickname"},
    {"Pepe Castillo", "Jose Castillo", "name.nickname"},
    {"Paco Rivera", "Francisco Rivera", "name.nickname"},
    {"Sepp Huber", "Josef Huber", "name.nickname"},
    {"Kuba Zielinski", "Jakub Zielinski", "name.nickname"},
    {"Femi Balogun", "Olufemi Balogun", "name.nickname"},
    {"Robert \"Bo\" Lindqvist", "Bo Lindqvist", "name.nickname"},
    {"Xiuying (Grace) Wang", "Grace Wang", "name.nickname"},
    {"Max Brandt", "Maximilian Brandt", "name.nickname"},
    {"J. Okonkwo", "James Okonkwo", "name.initial"},
    {"J.R. Okonkwo", "James R. Okonkwo", "name.initial"},
    {"Maya Lindqvist-Okafor", "Maya Lindqvist Okafor", "name.part"},
    {"Maya Lindqvist-Okafor", "Maya Okafor", "name.part"},
    {"Maya Lindqvist-Okafor", "Maya Lindqvist", "name.part"},
    {"Gabriela Garcia Marquez", "Gabriela Garcia", "name.part"},
    {"Maria Lopez (née Garcia)", "Maria Garcia", "name.part"},
    {"James Robert Tanaka", "Robert Tanaka", "name.middle"},
    {"James Robert Tanaka", "James Tanaka", "name.middle"},
    {"James R. Tanaka", "James Robert Tanaka", "name.initial"},
    {"Ludwig van der Berg", "Ludwig Berg", "name.marks"},
    {"Carla de la Cruz", "Carla Cruz", "name.marks"},
    {"Omar al-Rashid", "Omar Rashid", "name.marks"},
    {"Tanaka Yuki", "Yuki Tanaka", "name.order"},
    {"Nguyen Mai", "Mai Nguyen", "name.order"},
    {"Zhang Wei", "Wei Zhang", "name.order"},
    {"Katherin Johnson", "Katherin Jonhson", "name.typo"},
    {"Fitzgerald Robertson", "Fitzgerald Robretson", "name.typo"},
    {"Beatrix Castellano", "Beatrix Castelano", "name.spelling"},
    {"Beatrix Castellanos", "Beatrix Castelanso", "name.typo"},
    {"Дмитрий Иванов", "Dmitry Ivanov", "name.script"},
    {"Дмитрий Иванов", "Dmitri Ivanov", "name.script"},
    {"Тарас Шевченко", "Taras Shevchenko", "name.script"},
    {"Наталья Чайковская", "Natalya Tchaikovskaya", "name.script"},
    {"Саша Волков", "Alexander Volkov", "name.nickname"},
    {"Γιώργος Παπαδόπουλος", "Giorgos Papadopoulos", "name.script"},
    {"张伟", "Zhang Wei", "name.script"},
    {"张伟", "Wei Zhang", "name.script"},
    {"王小明", "Xiaoming Wang", "name.script"},
    {"김민수", "Minsu Kim", "name.script"},
    {"أحمد حداد", "Ahmad Haddad", "name.script"},
    {"राहुल शर्मा", "Rahul Sharma", "name.script"},
    {"გიორგი ბერიძე", "Giorgi Beridze", "name.script"},
};

/* Pairs that are two people as far as their names say. */
static const char *const apart[][2] = {
    {"Ada Quinn", "Bo Adeyemi"},
    {"Ada Quinn", ""},
    {"John Smith", "Joan Smith"},
    {"John Smith", "Jane Smith"},
    {"Maria Silva", "Marie Silva"},
    {"Maria Silva", "Mario Silva"},
    {"Anna Berg", "Hans Berg"},
    {"Ivan Petrov", "Ivana Petrov"},
    {"Daniel Reyes", "Daniela Reyes"},
    {"Martin Weber", "Marvin Weber"},
    {"Julia Krause", "Julian Krause"},
    {"Lena Vogel", "Lina Vogel"},
    {"Erik Olsen", "Erika Olsen"},
    {"Amir Rahimi", "Amira Rahimi"},
    {"Takashi Mori", "Takeshi Mori"},
    {"Sunil Rao", "Sunita Rao"},
    {"Peter Hansen", "Peter Jensen"},
    {"Peter Hansen", "Peter Jansen"},
    {"Ada Quinn", "Ada Quist"},
    {"Wei Li", "Wen Li"},
    {"Wei Zhang", "Wei Chang"},
    {"Chen Jing", "Chen Ning"},
    {"Min Kim", "Jin Kim"},
    {"Carlos Garcia Lopez", "Carlos Garcia Marquez"},
    {"John Adam Smith", "John Brian Smith"},
    {"John Smith Jr.", "John Smith Sr."},
    {"John Smith II", "John Smith III"},
    {"J. Smith", "K. Smith"},
    {"J. Smith", "J. Jones"},
    {"Bob Smith", "Bill Smith"},
    {"Rob Miller", "Roberta Miller"},
    {"Sandy Cole", "Sally Cole"},
    {"Maya Lindqvist", "Maya Okafor"},
    {"Ada", "Ada Quinn"},
    {"Quinn", "Ada Quinn"},
    {"Ada", "Ada"},
    {"Olga Petrova", "Olena Petrova"},
    {"Дмитрий Иванов", "Andrey Ivanov"},
    {"张伟", "Li Wei"},
    {"김민수", "Park Minsu"},
    {"Ahmed Hassan", "Hassan Ahmed Ali"},
    {"Mary Ann Clark", "Mary Jane Clark"},
    {"Al Gore", "Gore Vidal"},
    {"12345", "67890"},
};

static void
print(const char *word, const char *a, const char *b, struct likeness likeness)
{
    print_message("%s: \"%s\" and \"%s\": %d %s\n", word, a, b, likeness.score,
                  likeness.reason_count > 0 ? likeness.reasons[0] : "-");
}

static void
finds_names_that_may_be_one_person_s_and_says_why(void **state)
{
    int wrong = 0;
    for (size_t i = 0; i < sizeof alike / sizeof *alike; i++) {
        struct likeness likeness = compared(*state, alike[i][0], alike[i][1]);
        const char *reason = likeness.reason_count > 0 ? likeness.reasons[0] : "";
        bool sound = likeness.score >= NAME_ALIKE && strcmp(reason, alike[i][2]) == 0;
        if (!sound) {
            wrong++;
            print("missed", alike[i][0], alike[i][1], likeness);
        }
    }
    assert_int_equal(wrong, 0);
}

static void
keeps_names_apart_that_are_two_people_s(void **state)
{
    int wrong = 0;
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++) {
        struct likeness likeness = compared(*state, apart[i][0], apart[i][1]);
        if (likeness.score >= NAME_ALIKE) {
            wrong++;
            print("mixed up", apart[i][0], apart[i][1], likeness);
        }
    }
    assert_int_equal(wrong, 0);
}

static void
says_the_same_whichever_name_comes_first(void **state)
{
    for (size_t i = 0; i < sizeof alike / sizeof *alike; i++) {
        struct likeness one = compared(*state, alike[i][0], alike[i][1]);
        struct likeness other = compared(*state, alike[i][1], alike[i][0]);
        if (one.score != other.score)
            print("one way", alike[i][0], alike[i][1], one);
        assert_int_equal(one.score, other.score);
    }
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
        assert_int_equal(compared(*state, apart[i][0], apart[i][1]).score,
                         compared(*state, apart[i][1], apart[i][0]).score);
}

static void
gives_alike_names_a_key_in_common(void **state)
{
    struct desk *desk = *state;
    int missed = 0;
    for (size_t i = 0; i < sizeof alike / sizeof *alike; i++) {
        uint64_t left[NAME_KEYS_MAX], right[NAME_KEYS_MAX];
        int left_count = name_keys(whole(desk, alike[i][0]), left);
        int right_count = name_keys(whole(desk, alike[i][1]), right);
        bool common = false;
        for (int a = 0; a < left_count; a++)
            for (int b = 0; b < right_count; b++)
                common = common || ((left[a] | 1) == (right[b] | 1) && ((left[a] | right[b]) & 1));
        if (!common) {
            missed++;
            print_message("no key: \"%s\" and \"%s\"\n", alike[i][0], alike[i][1]);
        }
    }
    assert_int_equal(missed, 0);
}

static void
believes_the_parts_of_a_card_over_its_order_of_words(void **state)
{
    struct desk *desk = *state;
    const struct name *card = name_read(&desk->arena, desk->nicknames,
                                        &(struct name_parts){.name = "Garcia Marquez Gabriela",
                                                             .given = "Gabriela",
                                                             .family = "Garcia Marquez"});
    struct likeness likeness = names_compare(card, whole(desk, "Gabriela Garcia Marquez"));
    assert_true(likeness.score >= NAME_ALIKE);
    const struct name *called =
        name_read(&desk->arena, desk->nicknames,
                  &(struct name_parts){.name = "Xiuying Wang", .nickname = "Grace"});
    assert_true(names_compare(called, whole(desk, "Grace Wang")).score >= NAME_ALIKE);
}

static void
takes_any_text_as_a_name(void **state)
{
    struct desk *desk = *state;
    static const char *const texts[] = {
        "",
        " ",
        ",",
        "-",
        ".",
        "()",
        "(",
        "\"",
        "\"\"",
        "Dr.",
        "Jr.",
        ", ,",
        "van",
        "van der",
        "\xff\xfe",
        "😀",
        "a",
        "a b c d e f g h i j k l m n o p q r s t u v w x y z aa bb cc",
        "<script>alert(1)</script>",
        "Robert'); DROP TABLE person;--",
        "￿",
        "ﷺ"};
    char long_name[4 * NAME_BYTES_MAX];
    memset(long_name, 'x', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        uint64_t keys[NAME_KEYS_MAX];
        const struct name *name = whole(desk, texts[i]);
        assert_in_range(name_keys(name, keys), 0, NAME_KEYS_MAX);
        assert_in_range(names_compare(name, whole(desk, "Ada Quinn")).score, 0, 100);
        assert_in_range(names_compare(name, whole(desk, long_name)).score, 0, 100);
    }
    assert_true(name_is_empty(whole(desk, "")));
    assert_false(name_is_empty(whole(desk, long_name)));
}

static void
refuses_a_lexicon_that_is_not_in_its_form(void **state)
{
    static const struct {
        const char *text;
        int line;
    } wrong[] = {{"ada addie\n", 1},
                 {"[short]\nada\n", 2},
                 {"[short]\nada Addie\n", 2},
                 {"[short]\n\n# note\nada  addie\n", 4},
                 {"[nothing]\n", 1}};
    struct desk *desk = *state;
    const struct nicknames *nicknames;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        int line = 0;
        assert_int_equal(nicknames_read(&desk->arena, wrong[i].text, &nicknames, &line),
                         STATUS_INVALID);
        assert_int_equal(line, wrong[i].line);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_names_that_may_be_one_person_s_and_says_why),
        cmocka_unit_test(keeps_names_apart_that_are_two_people_s),
        cmocka_unit_test(says_the_same_whichever_name_comes_first),
        cmocka_unit_test(gives_alike_names_a_key_in_common),
        cmocka_unit_test(believes_the_parts_of_a_card_over_its_order_of_words),
        cmocka_unit_test(takes_any_text_as_a_name),
        cmocka_unit_test(refuses_a_lexicon_that_is_not_in_its_form),
    };
    return cmocka_run_group_tests(tests, open_desk, close_desk);
}
