/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two sorts of sentences around the j-word: those that ask for work, and those that only speak of
 * it (C15). Every sentence is its own case; a list of the wrong ones is shown together. */
#include "method_data.h"

#include "method/checks.h"

static const char *const asks[] = {
    "I am looking for a job in urban ecology.",
    "I'm looking for a summer internship.",
    "I am currently seeking an entry-level position in museum education.",
    "Are there any openings at your company?",
    "Do you have any openings on your team?",
    "Does your museum have an internship program?",
    "Do you know of any job openings in the area?",
    "Do you know of any internships for biology graduates?",
    "Could you give me a job?",
    "Would you be able to offer me an internship this summer?",
    "Could you help me find a job?",
    "I was hoping you could help me land an internship.",
    "Would there be a position for me in your lab?",
    "Is there a job for me at the station?",
    "I would love to work for you.",
    "I would like to join your team.",
    "I hope to work with your group next year.",
    "Could I intern with you this summer?",
    "I would love an internship at your newsroom.",
    "Please hire me.",
    "Would your lab consider hiring me?",
    "Are you hiring?",
    "Is your company hiring right now?",
    "Please keep me in mind for future openings.",
    "Please consider me for any open positions.",
    "Please think of me if something opens up.",
    "Could you put in a good word for me?",
    "Could you refer me to the hiring manager?",
    "Could you recommend me for the open role?",
    "I want to apply for a position at your firm.",
    "I am interested in a position at your company.",
    "I am very interested in working at your institute.",
    "I am interested in the internship with your group.",
    "Please let me know if there are any vacancies.",
    "Let me know when a position opens up.",
    "I am in the market for a new job.",
    "I am searching for a placement for next term.",
    "I need a job by September.",
    "I am asking for an apprenticeship in your workshop.",
    "Is there any chance of an internship in your office?",
    "What jobs are available at your company?",
    "Which positions are open in your department?",
    "Do you have a job for someone like me?",
    "Would you take me on as an intern?",
    "I am not sure about my path, but I am looking for an internship.",
    "Could you forward my application to the right person?",
    "I would like to ask about any vacancies in your unit.",
    "I want to ask about internships.",
    "Can you get me hired there?",
    "I hope to find an opening in your lab.",
    "I am writing to inquire about a summer placement.",
    "Do you need an intern?",
    "I am looking for any kind of paid work.",
    "How can I apply to your company?",
    "I'd like a job in your department.",
    "I would like to be considered for a traineeship.",
    "Could you help me get my foot in the door?",
    "Are there any internships I could apply for?",
    "I'm applying for the assistant role on your team.",
    "Does the agency offer internships?",
    "Would it be possible to find me a place in your program, or a job?",
    "I heard there is an opening on your team.",
    "Could I work for your studio during the summer?",
    "I am hoping for a job offer.",
    "I am looking for employment in conservation.",
    "I am seeking job opportunities in journalism.",
    "I would be grateful for any internship opportunities you could point me to.",
    "If you hear of any open roles, I would love to know.",
    "My goal is to get a job at a place like yours, so could you help me get hired?",
    "I am writing because I want a position in your newsroom.",
    "Would there be room for an intern in your office this fall?",
    "Could you tell me whether your team is looking to hire?",
    "I'm looking for part-time employment while I study.",
    "Do you think I could get an internship with your group?",
    "I hope you will consider my application.",
    "Can you get me an interview with your boss?",
    "I'm graduating in May and seeking full-time opportunities at your firm.",
    "Would you have an internship for a second-year student?",
    "It would be great to work with you next summer.",
    "I'd like to talk about job opportunities at your company.",
    "I am eager to work for your organization.",
    "I was wondering if you have any vacancies.",
    "I was wondering if there might be any internships in your department.",
    "I'd be happy to volunteer in your lab if that could lead to a job.",
    "Please let me know about open positions.",
    "I would love to be part of your team.",
    "Could you connect me with HR about a job?",
};

static const char *const speaks[] = {
    "How did you get your job?",
    "What is your job like?",
    "What do you enjoy most about your position?",
    "What advice do you have about my job search strategy?",
    "May I stay in touch about my career search?",
    "Do you have any suggestions on my job-search strategy?",
    "I am not looking for a job.",
    "I'm not asking for a job or an internship, only for your advice.",
    "I am not asking you for a job.",
    "This is not a job inquiry.",
    "I would like to learn about your role at the museum.",
    "What did your first job teach you?",
    "How did you find your first position in the field?",
    "What job titles should I read about?",
    "Where could I find job descriptions for this kind of work?",
    "How is the job market in your region?",
    "What are typical entry-level jobs in this field?",
    "What kinds of jobs do people move to after this?",
    "Will the type and number of jobs change over the next ten years?",
    "What does a normal week in a job like yours look like?",
    "I would like a clearer picture of the job.",
    "I read about the opening night of your exhibition.",
    "What role does writing play in your work?",
    "I am in a position to travel next week.",
    "You were in a similar position when you changed fields.",
    "What do you look for in candidates for entry-level jobs?",
    "How do people get a job in this field?",
    "How would one go about looking for a job in this field?",
    "When you were looking for a job, what helped you most?",
    "What do people looking for jobs in this field often overlook?",
    "My current job is at a bookstore.",
    "I finished my internship at the zoo in May.",
    "During my internship I counted beetles in city parks.",
    "I have a part-time job in a café.",
    "I work as a barista, a job I like.",
    "What would you have done differently before your first internship?",
    "Which internships taught you the most?",
    "Who else would you suggest I speak with?",
    "Could you refer me to someone else in the field?",
    "Could you introduce me to two or three other people?",
    "How much flexibility does your job give you?",
    "What training did you need for your current job?",
    "People in jobs like yours are hard to find.",
    "I want to understand what the job of an ecologist involves.",
    "I would love to hear how you chose your position.",
    "How do you divide your time between people and data in this role?",
    "I am exploring whether to work in your field.",
    "I want to work in your field one day, and wonder what it takes.",
    "Would you be willing to look at my résumé and tell me what is unclear?",
    "What should I include in a résumé for this field?",
    "What made you join your company?",
    "How long do employees stay in their jobs?",
    "What is the most difficult part of the job?",
    "Is job security a worry in your profession?",
    "I never expected a job interview to be so different from this.",
    "You have a leading role in the project.",
    "The role of volunteers in your museum interests me.",
    "Your job title made me curious.",
    "I am writing to learn, not to ask for an internship.",
    "I promise not to ask you for a job.",
    "I know you are not hiring, and I am not applying; I only want to learn.",
    "Rather than a job, I am after an honest picture of the work.",
    "What made you apply to graduate school?",
    "Did you ever think of leaving your job?",
    "How did the role change after the merger?",
    "I saw your opening remarks at the conference.",
    "Thank you for telling me about your job on Tuesday.",
    "What is it like to work at your company?",
    "How did you know this was the right job for you?",
    "I hope to learn how you moved from a job in retail to museum education.",
    "What skills does someone need for this job?",
    "I'm not looking for a position right now; I simply want to learn.",
    "Your advice about internships was the most useful thing I heard.",
    "You said most people start in a temporary position.",
    "Were there jobs you turned down?",
    "How did your internships shape your path?",
    "I am trying to decide whether this field is right for me before I start my job search.",
    "Did you look for a job abroad?",
    "What made the job at the aquarium different?",
    "How important are internships in this field?",
    "Which part of the job takes most of your time?",
    "I have applied what you said about portfolios.",
    "Thank you for telling me how you found your first job.",
    "What would you look for in a first position?",
    "How competitive is it to get a position in this field?",
    "The job you described sounds demanding.",
    "I'm curious what your role looks like on a normal day.",
    "I am considering a career in science journalism.",
    "I found my internship through a professor.",
    "Do people in your position travel a lot?",
    "What are common misunderstandings about your job?",
    "Would you be open to talking about your path and the role of luck in it?",
    "I work part-time at a bookstore while I finish my degree.",
    "I hope to find work that combines biology and writing.",
    "Is the job as quiet as it looks?",
    "What job would you want if you left this one?",
};

static bool
flagged(struct arena *arena, const struct lexicon *lexicon, const struct policy *policy,
        const char *sentence)
{
    struct doc *message = doc_map(arena);
    doc_set_text(message, "body", sentence);
    struct doc *findings = checks_run(arena, lexicon, policy, message);
    for (uint32_t i = 0; i < doc_count(findings); i++)
        if (strcmp(doc_text_of(doc_item(findings, i), "code"), "check.job") == 0)
            return true;
    return false;
}

static void
expect_all(const char *const *sentences, size_t count, bool expected)
{
    struct arena arena;
    arena_open(&arena);
    const struct lexicon *lexicon = data_lexicon(&arena);
    struct policy policy = data_policy(&arena, NULL);
    int wrong = 0;
    for (size_t i = 0; i < count; i++)
        if (flagged(&arena, lexicon, &policy, sentences[i]) != expected) {
            print_error("%s: %s\n", expected ? "missed" : "wrongly flagged", sentences[i]);
            wrong++;
        }
    arena_close(&arena);
    assert_int_equal(wrong, 0);
    assert_true(count >= 60);
}

static void
flags_sentences_that_ask_for_a_job_or_an_internship_M3_M79(void **state)
{
    (void)state;
    expect_all(asks, sizeof asks / sizeof asks[0], true);
}

static void
lets_sentences_pass_that_only_speak_of_jobs_or_the_own_search(void **state)
{
    (void)state;
    expect_all(speaks, sizeof speaks / sizeof speaks[0], false);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flags_sentences_that_ask_for_a_job_or_an_internship_M3_M79),
        cmocka_unit_test(lets_sentences_pass_that_only_speak_of_jobs_or_the_own_search),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
