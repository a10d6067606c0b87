"""From whom each act of a day is hidden, and what is done before their eyes."""

from __future__ import annotations

from dataclasses import dataclass

from tests.trust.doings import (
    Act,
    birthe_agrees,
    birthe_answers_for_herself,
    birthe_offers,
    birthe_sees_another_topic,
    birthe_sees_nothing,
    birthe_sets_it_aside,
    birthe_thanks,
    birthe_withdraws,
    capacity_rests,
    jonas_answers_for_himself,
    jonas_asks,
    jonas_gives_a_sign,
    jonas_is_free_of_it,
    jonas_is_told_by_mail,
    jonas_lays_a_card_aside,
    jonas_offers,
    jonas_proposes,
    jonas_puts_her_question_away,
    jonas_says_how_he_is,
    jonas_says_it_came_out_wrong,
    jonas_says_it_came_out_wrong_and_takes_it_back,
    jonas_signs_in_elsewhere,
    jonas_thanks,
    jonas_wants_no_questions,
    jonas_withdraws,
    jonas_writes_a_draft,
    maja_answers_for_herself,
    maja_asks,
    maja_gives_a_sign,
    maja_gives_a_sign_and_takes_it_back,
    maja_has_seen_his_thanks,
    maja_invites_somebody,
    maja_is_free_of_it,
    maja_is_told_by_mail,
    maja_lays_a_card_aside,
    maja_makes_a_link,
    maja_proposes_to_a_colleague,
    maja_proposes_to_birthe,
    maja_proposes_to_jonas,
    maja_proposes_to_signe,
    maja_puts_his_question_away,
    maja_puts_his_repair_away,
    maja_reads_his_offer,
    maja_says_how_she_is,
    maja_says_it_and_takes_it_back,
    maja_says_it_and_would_then_rather_not,
    maja_says_it_came_out_wrong,
    maja_says_later_to_his_offer,
    maja_says_no_to_his_offer,
    maja_takes_her_proposal_to_birthe_back,
    maja_thanks_birthe,
    maja_thanks_jonas,
    maja_wants_help_with_words,
    maja_wants_no_questions,
    maja_wishes_something,
    maja_withdraws,
    maja_withdraws_an_invitation,
    maja_withdraws_and_comes_back,
    maja_writes_for_later_and_takes_it_back,
    maja_writes_in_two_places,
    otto_is_proposed_something,
    otto_wishes_something,
    signe_answers_for_herself,
    signe_is_told_by_mail,
    signe_thanks_maja,
)


@dataclass(frozen=True)
class Hidden:
    """An act that the viewers are to learn nothing of.

    `window`: between which minutes, counted from nine o'clock, it is done. `after`: what has to be done before, in both
    worlds for those who know of it. `over`: they saw it while it stood, and are to find nothing of it from nine on.
    """

    act: Act
    viewers: tuple[str, ...]
    window: tuple[int, int] = (-60, 600)
    after: Act | None = None
    over: bool = False


ELSEWHERE = ("stranger", "ex", "guest", "leader", "colleague")
OTHERS = ("limited", *ELSEWHERE)
ALL_BUT_MAJA = ("supporter", *OTHERS)
ALL_BUT_JONAS = ("holder", *OTHERS)
ALL_BUT_BIRTHE = ("holder", "supporter", *ELSEWHERE)
EVERYBODY = ("holder", *ALL_BUT_MAJA)
YESTERDAY, THIS_MORNING, HALF_AN_HOUR_AGO = (-1440, -800), (-300, -65), (-300, -95)
LATE = (670, 850)
"""So late that what it leads to ends with the day."""
FIRST = {capacity_rests: (-59, -1)}
"""What is done before nine if it is done at all."""
HIDDEN = [
    # What has ended is gone for its owner too.
    Hidden(maja_says_how_she_is, EVERYBODY, YESTERDAY, over=True),
    Hidden(maja_says_it_and_takes_it_back, EVERYBODY, THIS_MORNING, over=True),
    Hidden(maja_says_it_and_would_then_rather_not, EVERYBODY, THIS_MORNING, over=True),
    Hidden(maja_gives_a_sign, EVERYBODY, HALF_AN_HOUR_AGO, over=True),
    Hidden(maja_gives_a_sign_and_takes_it_back, EVERYBODY, THIS_MORNING, over=True),
    Hidden(maja_withdraws_and_comes_back, EVERYBODY, THIS_MORNING, over=True),
    Hidden(maja_withdraws, EVERYBODY, YESTERDAY, over=True),
    Hidden(jonas_asks, EVERYBODY, YESTERDAY, over=True),
    Hidden(maja_asks, EVERYBODY, YESTERDAY, over=True),
    Hidden(jonas_is_free_of_it, EVERYBODY, HALF_AN_HOUR_AGO, over=True),
    Hidden(jonas_says_it_came_out_wrong, EVERYBODY, YESTERDAY, over=True),
    Hidden(jonas_says_it_came_out_wrong_and_takes_it_back, EVERYBODY, THIS_MORNING, over=True),
    # What is written for later is its writer's alone until then.
    Hidden(maja_writes_for_later_and_takes_it_back, ALL_BUT_MAJA, THIS_MORNING),
    # What rests looks like what was never said.
    Hidden(maja_says_how_she_is, ALL_BUT_MAJA, THIS_MORNING, after=capacity_rests, over=True),
    # What is between two is nobody else's.
    *(
        Hidden(act, OTHERS)
        for act in (
            maja_says_how_she_is,
            maja_gives_a_sign,
            maja_is_free_of_it,
            maja_asks,
            maja_thanks_jonas,
            maja_says_it_came_out_wrong,
            maja_proposes_to_jonas,
            jonas_says_it_came_out_wrong,
            jonas_says_how_he_is,
            jonas_gives_a_sign,
            jonas_withdraws,
            jonas_is_free_of_it,
            jonas_asks,
            jonas_thanks,
            jonas_offers,
            jonas_proposes,
        )
    ),
    Hidden(capacity_rests, OTHERS, FIRST[capacity_rests]),
    *(Hidden(act, ("supporter", *ELSEWHERE)) for act in (maja_thanks_birthe, maja_proposes_to_birthe)),
    *(Hidden(act, ("supporter", *ELSEWHERE)) for act in (birthe_offers, birthe_withdraws, birthe_thanks)),
    *(Hidden(act, ("supporter", *ELSEWHERE)) for act in (birthe_agrees, birthe_sets_it_aside)),
    Hidden(maja_takes_her_proposal_to_birthe_back, ("supporter", *ELSEWHERE)),
    *(Hidden(act, ("supporter", *ELSEWHERE)) for act in (birthe_sees_another_topic, birthe_sees_nothing)),
    # What becomes of it is not told to the one it came from.
    Hidden(maja_wants_no_questions, ALL_BUT_MAJA),
    Hidden(maja_puts_his_question_away, ALL_BUT_MAJA, after=jonas_asks),
    Hidden(maja_has_seen_his_thanks, ALL_BUT_MAJA, after=jonas_thanks),
    Hidden(maja_puts_his_repair_away, ALL_BUT_MAJA, after=jonas_says_it_came_out_wrong),
    Hidden(maja_says_no_to_his_offer, ALL_BUT_MAJA, after=jonas_offers),
    Hidden(maja_says_later_to_his_offer, ALL_BUT_MAJA, after=jonas_offers),
    Hidden(maja_reads_his_offer, ALL_BUT_MAJA, after=jonas_offers),
    Hidden(jonas_wants_no_questions, ALL_BUT_JONAS),
    Hidden(jonas_puts_her_question_away, ALL_BUT_JONAS, after=maja_asks),
    Hidden(jonas_asks, ALL_BUT_JONAS, after=maja_wants_no_questions),
    Hidden(jonas_asks, ALL_BUT_JONAS, LATE, after=maja_wants_no_questions),
    # What somebody does by themselves is their own.
    *(Hidden(act, ALL_BUT_MAJA) for act in (maja_answers_for_herself, maja_writes_in_two_places)),
    Hidden(maja_wants_help_with_words, ALL_BUT_MAJA),
    *(Hidden(act, ALL_BUT_MAJA) for act in (maja_lays_a_card_aside, maja_is_told_by_mail, maja_invites_somebody)),
    *(Hidden(act, ALL_BUT_MAJA) for act in (maja_makes_a_link, maja_withdraws_an_invitation)),
    *(Hidden(act, ALL_BUT_JONAS) for act in (jonas_answers_for_himself, jonas_lays_a_card_aside, jonas_writes_a_draft)),
    *(Hidden(act, ALL_BUT_JONAS) for act in (jonas_is_told_by_mail, jonas_signs_in_elsewhere)),
    Hidden(birthe_answers_for_herself, ALL_BUT_BIRTHE),
    # What is elsewhere is not here.
    Hidden(maja_proposes_to_signe, ("supporter", "limited", "stranger", "ex", "guest", "colleague")),
    Hidden(maja_proposes_to_a_colleague, ("supporter", "limited", "stranger", "ex", "guest", "leader")),
    *(
        Hidden(act, ("holder", "supporter", "limited", "stranger", "ex", "guest", "colleague"))
        for act in (signe_answers_for_herself, signe_is_told_by_mail)
    ),
    Hidden(signe_thanks_maja, ("supporter", "limited", "stranger", "ex", "guest", "colleague")),
    Hidden(otto_is_proposed_something, ("holder", "supporter", "limited", "ex", "guest", "leader", "colleague")),
    Hidden(otto_wishes_something, ("holder", "supporter", "limited", "ex", "guest", "leader", "colleague")),
]
SHOWN: dict[str, tuple[Act, ...]] = {
    "holder": (
        jonas_gives_a_sign,
        jonas_asks,
        jonas_withdraws,
        jonas_offers,
        jonas_proposes,
        jonas_thanks,
        jonas_says_it_came_out_wrong,
        birthe_offers,
        birthe_withdraws,
        maja_asks,
        maja_wants_no_questions,
        maja_is_free_of_it,
    ),
    "supporter": (
        maja_gives_a_sign,
        maja_asks,
        maja_withdraws,
        maja_proposes_to_jonas,
        maja_says_how_she_is,
        maja_is_free_of_it,
        maja_thanks_jonas,
        maja_says_it_came_out_wrong,
        capacity_rests,
        jonas_asks,
        jonas_offers,
        jonas_thanks,
    ),
    "limited": (maja_withdraws, maja_proposes_to_birthe, maja_thanks_birthe, birthe_offers, birthe_withdraws),
    "leader": (maja_proposes_to_signe, signe_thanks_maja),
    "colleague": (maja_proposes_to_a_colleague,),
    "stranger": (otto_is_proposed_something, otto_wishes_something),
    "guest": (maja_wishes_something,),
    "ex": (),
}
"""What reaches each of them, so that there is something that the hidden could change."""
LEAVES_NOTHING = {"supporter": (jonas_thanks,), "leader": (signe_thanks_maja,)}
"""Of these their own pages say nothing, so that nothing can tell them what became of it."""
