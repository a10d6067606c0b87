"""Everything of a day that is stored, asked for, taken along and shown, written by hand: what it is, and when it ends.

Nobody is to learn from any of it what somebody's code was, whether they are or were here, or that a question was not
answered. What is not written here makes `test_nothing_to_learn.py` red, so that it is thought of before it is there.
"""

from __future__ import annotations

ROOMS = (
    "today",
    "capacity",
    "zones",
    "signals",
    "withdraw",
    "asking",
    "advice",
    "words",
    "tasks",
    "sharing",
    "flareup",
    "deliver",
)
"""The rooms of a day."""

# --- columns: table, when its row ends, and what each column is --------------------------------------

ID, WHOSE, SEALED = "random", "whose", "sealed"
COLUMNS: dict[str, tuple[str, dict[str, str]]] = {
    "capacity_said": (
        "at the hour they have agreed on, at midnight at the latest; at once when it is taken back or said anew",
        {
            "id": ID,
            "member_id": WHOSE,
            "part": "code, need or line",
            "said": SEALED,
            "set_at": "from when it stands, which its writer may have chosen; after four hours it is earlier today, and no hour",
            "until": "when it ends",
        },
    ),
    "zones_switched": (
        "after the hours it was switched on for, at midnight at the latest; at once when it is switched off",
        {"id": ID, "member_id": WHOSE, "situation": SEALED, "until": "when it ends"},
    ),
    "signals_signal": (
        "after half an hour; at once when it is taken back",
        {"id": ID, "member_id": WHOSE, "said": SEALED, "until": "when it ends"},
    ),
    "signals_thanks": (
        "when it was noticed; at midnight at the latest",
        {"id": ID, "sender_id": WHOSE, "receiver_id": "to whom", "words": SEALED, "until": "when it ends"},
    ),
    "tasks_task": (
        "an hour after it is taken off the list; until then it stands for all who see it",
        {
            "id": ID,
            "circle_id": WHOSE,
            "made_by_id": "who wrote it down; nobody once they are erased",
            "revision": "another after each change, so that two who write lose no text",
            "ended_at": "from when it is off the list and can be put back",
            "what": SEALED,
        },
    ),
    "tasks_hard": (
        "with its task, and when its writer goes back to what the card says or leaves",
        {"id": ID, "task_id": "which task", "member_id": WHOSE, "what": SEALED},
    ),
    "tasks_told": (
        "when it was read; after 48 hours at the latest; at once when the circle rests",
        {"id": ID, "task_id": "which task", "member_id": "who is told", "until": "when it ends"},
    ),
    "sharing_thing": (
        "at midnight; what somebody added and nobody has taken waits until it is let go",
        {
            "id": ID,
            "circle_id": WHOSE,
            "task_id": "which task it is, if it is one",
            "made_by_id": "who added it, if it is none",
            "until": "when it ends",
            "revision": "another after each tap, so that a tap on what stood there before changes nothing",
            "what": SEALED,
        },
    ),
    "sharing_offer": (
        "at midnight; at once when it is answered, taken back or about something else by now",
        {
            "id": ID,
            "giver_id": WHOSE,
            "receiver_id": "to whom",
            "about_id": "which thing",
            "until": "when it ends",
            "what": SEALED,
        },
    ),
    "sharing_told": (
        "when it was read; at midnight at the latest",
        {
            "id": ID,
            "member_id": "who is told",
            "by_id": WHOSE,
            "thing_id": "which thing",
            "until": "when it ends",
            "what": SEALED,
        },
    ),
    "sharing_enough": (
        "at midnight",
        {"id": ID, "member_id": "who would rather have no more suggestions today", "until": "when it ends"},
    ),
    "withdraw_away": (
        "after twelve hours; at once when they are back",
        {
            "id": ID,
            "member_id": WHOSE,
            "message": SEALED,
            "back_at": "the clock time in their own message",
            "until": "when it ends",
        },
    ),
    "withdraw_check": (
        "with the day on which a friendly word is welcome by agreement; at once when they withdraw again",
        {
            "id": ID,
            "member_id": "who may say it",
            "about_id": WHOSE,
            "from_at": "from when that day",
            "until": "when it ends",
        },
    ),
    "asking_question": (
        "after four hours, at midnight at the latest, answered or not; at once when it is asked anew",
        {
            "id": ID,
            "asker_id": WHOSE,
            "asked_id": "to whom",
            "words": SEALED,
            "answer": "sealed, also while there is none: nothing tells that it was not answered",
            "until": "when it ends",
        },
    ),
    "asking_quota": (
        "with the day or week in which no more is to be asked than was agreed",
        {
            "id": ID,
            "asker_id": WHOSE,
            "asked_id": "to whom",
            "since": "the first day of it",
            "times": "how often; asked of by the rule alone, on no page and in no export",
            "until": "when it ends",
        },
    ),
    "asking_mute": (
        "at midnight, or after a week, as its owner chose; at once when they take it back",
        {"id": ID, "owner_id": WHOSE, "other_id": "whose questions", "until": "when it ends"},
    ),
    "advice_draft": (
        "when it is offered or thrown away",
        {
            "id": ID,
            "circle_id": "where",
            "giver_id": WHOSE,
            "receiver_id": "for whom",
            "subject": SEALED,
            "content": SEALED,
            "revision": "so that two tabs lose no text",
        },
    ),
    "advice_offer": (
        "after two weeks; the words at a no, or when the receiver takes away what they had said yes to",
        {
            "id": ID,
            "circle_id": "where",
            "giver_id": WHOSE,
            "receiver_id": "to whom",
            "subject": SEALED,
            "content": SEALED,
            "reply": "sealed for the receiver",
            "taken_back": "by its giver",
            "until": "when it ends",
        },
    ),
    "advice_saidonce": (
        "with either membership: it was agreed that once is enough",
        {"id": ID, "giver_id": WHOSE, "receiver_id": "to whom"},
    ),
    "words_repair": (
        "at midnight; at once when it is taken back or said anew",
        {
            "id": ID,
            "sender_id": WHOSE,
            "receiver_id": "to whom",
            "words": SEALED,
            "aside": "sealed for the receiver, from the beginning: nothing tells whether it was put away",
            "until": "when it ends",
        },
    ),
    "words_chosen": (
        "with the membership",
        {
            "id": ID,
            "member_id": WHOSE,
            "when": "on which pages of their own a button stands; nothing of what was written",
        },
    ),
    "flareup_named": (
        "when the holder takes it back, or either leaves",
        {"id": ID, "member_id": "who may turn the plan on; asked of by the rule, and shown to the holder alone"},
    ),
    "flareup_flare": (
        "two hours after it is off; then nothing tells that it was on",
        {
            "id": ID,
            "circle_id": "where",
            "holder_id": WHOSE,
            "by_id": "who turned it on, and so may turn it off",
            "undo_until": "until when it can be taken back",
            "ask_at": "when the holder is asked whether it is still so",
            "until": "until when it can be read that it is off again",
        },
    ),
    "flareup_reply": (
        "after twelve hours, or an hour after the clock time in it; at once when it is taken back or the plan is off",
        {"id": ID, "flare_id": "to which", "member_id": WHOSE, "said": SEALED, "until": "when it ends"},
    ),
    "flareup_sent": (
        "when the plan is off; at once when it was not sent after all",
        {"id": ID, "flare_id": "of which", "circle_id": "whose key", "message": SEALED},
    ),
    "flareup_look": (
        "when the two questions were answered or put off; after two weeks at the latest",
        {
            "id": ID,
            "holder_id": WHOSE,
            "from_at": "from when they lie there",
            "until": "when it ends",
            "by_itself": "as agreed",
        },
    ),
    "deliver_housekey": ("with the house", {"id": ID, "one": "there is one", "private": SEALED}),
    "deliver_wish": ("when nothing is wanted any more", {"id": ID, "member_id": WHOSE, "wants": SEALED}),
    "deliver_subscription": (
        "when its owner signs out there, the browser is gone, or nothing is wanted any more",
        {
            "id": ID,
            "member_id": WHOSE,
            "browser": SEALED,
            "endpoint_hash": "to know it again",
            "session_id": "ends with it",
        },
    ),
    "deliver_notice": (
        "with what it is about",
        {
            "id": ID,
            "member_id": "to whom",
            "subscription_id": "in which browser",
            "about": "an id that stands nowhere else for what can end within the day",
            "kind": "which of the kinds they chose",
            "until": "when it ends",
            "done": "taken by the other end; whether anybody looked at it is known to nobody",
        },
    ),
    "live_change": (
        "after a minute",
        {"id": "the order", "circle_id": "where", "member_id": "to whom", "part": "of a page", "at": "when"},
    ),
    "outbox_due": (
        "when it is done",
        {
            "id": ID,
            "kind": "what is to be done",
            "ref": "about which row",
            "at": "when",
            "attempts": "at doing it",
            "made_at": "since when",
        },
    ),
}

WATCHING = (
    "seen read last opened history count counts streak times visits visited viewed active online presence "
    "typing idle login logins device agent ip location latitude longitude score level rank mood past "
    "previous former log archive archived answered delivered clicked"
)
"""Words for keeping an eye on somebody. No column of the house is called after one, except these."""
NOT_WATCHING: dict[tuple[str, str], str] = {
    ("agreement_told", "seen_at"): "its reader took the notice off; nobody else can ask for it",
    ("agreement_turn", "answered_at"): "said by a tap of their own, and what opens both sides to each other",
    ("agreement_turn", "opened_at"): "its owner has opened their own answers; nothing that somebody has read",
    ("agreement_version", "seen"): "the number of the version that stood on the screen of whoever proposed the next",
    ("asking_quota", "times"): "so that nobody is asked more often than they wish; gone with its day or week",
    ("mfa_authenticator", "last_used_at"): "allauth's own, of a passkey; at most its owner reads it",
    ("people_person", "is_active"): "Django's word for an account that may sign in",
}

# --- addresses: what each answers --------------------------------------------------------------------

FORM = "takes a form and leads back"
ADDRESSES: dict[str, str] = {
    "today:home": "how it is now, and what one can do about it",
    "today:now": "the part of it that changes while it is open",
    "today:view": FORM,
    "capacity:code": "one's own day as it stands, and buttons",
    "capacity:clear": FORM,
    "zones:free": "for how long, with nothing of before",
    "zones:off": FORM,
    "signals:send": FORM,
    "signals:back": FORM,
    "signals:noticed": FORM,
    "signals:thank": FORM,
    "withdraw:away": "one's own message as it stands, and words to go with",
    "withdraw:more": FORM,
    "withdraw:back": FORM,
    "asking:ask": "whether one may ask this member now",
    "asking:answer": FORM,
    "asking:mute": FORM,
    "advice:offer": "what one may offer, one's own drafts, and what lies there until its day",
    "advice:answer": FORM,
    "advice:read": "the words one has said yes to",
    "words:ordvalg": "what may be heard in words that are sent to it, which it forgets",
    "words:here": "the same, with what the other has said of words",
    "words:look": "the same, for one field",
    "words:beside": "the same, with the form that the field is in",
    "words:api": "the same, as JSON and in nobody's name",
    "words:choose": "when one would like one's words looked at",
    "words:words": "what those have said of words with whom it is agreed, and sentences for when it came out wrong",
    "words:say": FORM,
    "words:back": FORM,
    "words:away": FORM,
    "flareup:home": "the plan as it is agreed, and whether it is on",
    "flareup:now": "the part of it that changes while it is open",
    "flareup:on": FORM,
    "flareup:undo": FORM,
    "flareup:off": FORM,
    "flareup:still": FORM,
    "flareup:answer": FORM,
    "flareup:back": FORM,
    "flareup:sent": FORM,
    "flareup:name": FORM,
    "flareup:rehearse": "the same screens for the holder alone, with nothing kept",
    "flareup:look": "two questions about the plan, and what an answer would change in it",
    "flareup:take_in": FORM,
    "flareup:put_off": FORM,
    "sharing:day": "today's things in their places, and what is asked about them",
    "sharing:now": "the part of it that changes while it is open",
    "sharing:noticed": FORM,
    "sharing:suggested": FORM,
    "sharing:answer": FORM,
    "sharing:take_back": FORM,
    "sharing:move": FORM,
    "sharing:say": FORM,
    "sharing:ask": "what one can ask about a thing",
    "tasks:home": "the list as it stands, and what is agreed on contributing",
    "tasks:new": "an empty form, and what was typed",
    "tasks:task": "one task as it stands",
    "tasks:hard": FORM,
    "tasks:step_back": FORM,
    "tasks:take": FORM,
    "tasks:take_away": FORM,
    "tasks:put_back": FORM,
    "tasks:noticed": FORM,
    "deliver:notify": "what one wants to be told",
    "deliver:worker": "a script, the same for everybody",
}
"""Every address of the rooms of a day. There is none that lists, and none that goes back."""
BESIDE_DJANGO = {"/live": "names of parts of a page that have just changed, to a member of the circle"}
GOING_BACK = (
    "history archive log logs past earlier yesterday list all export feed stats statistics report "
    "calendar timeline activity status presence online"
)
"""No address of the house has one of these words in it."""
ASKED_FOR: dict[str, frozenset[str]] = {
    "advice": frozenset({"draft"}),
    "flareup": frozenset({"step"}),
    "tasks": frozenset({"gone"}),
}
"""What an address with a question mark can ask of the rooms of a day: which of one's own drafts to go on with, a screen of a
rehearsal, and which task one has just taken off the list, to put it back."""

# --- what is taken along -----------------------------------------------------------------------------

TAKEN_ALONG: dict[str, str] = {
    "advice": "drafts[] drafts[].subject drafts[].subject.own drafts[].subject.starter drafts[].words "
    "offered[] offered[].subject offered[].subject.own offered[].subject.starter "
    "received[] received[].subject received[].subject.own received[].subject.starter received[].words",
    "asking": "asks[] asks[].own asks[].starter answers[] answers[].choice answers[].own silent_until[]",
    "capacity": "said[] said[].part said[].said.scale said[].said.value said[].said.need said[].said.words said[].until",
    "deliver": "wants wants.channel wants.kinds[] wants.from wants.to wants.zone browsers[]",
    "flareup": "plan_on answer answer.kind answer.at answer.ask may_turn_on",
    "signals": "signal signal.kind signal.own",
    "sharing": "things[] asked[] asked[].names[] asked[].choices[]",
    "tasks": "tasks[] tasks[].name tasks[].area tasks[].usually tasks[].may tasks[].days[] "
    "hard_days[] hard_days[].task hard_days[].choices[] hard_days[].smaller",
    "withdraw": "away away.message.own away.message.starter away.back_at",
    "words": "repairs[].own repairs[].starter repairs[] when",
    "zones": "free_until situation.own situation.starter",
}
"""By room, what stands at this moment of what one has said oneself: never when it was said, nor what came of it."""

# --- what templates say ------------------------------------------------------------------------------

SAYS: dict[str, str] = {
    "today": "agreement_id circle_id do here notices now other own part paused preset proposals ready review text title to_me words",
    "capacity": "begins both_flat card circle_id clock codes earlier good here holds isoformat member_id needs now numbers others own part said "
    "said_in says_code says_need steps text unset until words",
    "zones": "agreed always banners card circle_id clock member_id mine other_day own situation situations slip talk "
    "theirs until value with_ids words",
    "signals": "agreed along aloud answer card choices circle_id helps here id kind member_id mine others own thanks "
    "to_thank value words",
    "withdraw": "agreed back_at card checks circle_id here line lines meanwhile member_id message mine others preset "
    "presets ready replies signs sms text when wordless words",
    "asking": "agreed answers asker_id by_the_week card choice circle_id clock codes how_much id kind member_id muted others own reach "
    "silence text times to_me value words",
    "advice": "aside asked choices circle_id content drafts errors fields free get giver_id id kept label lying more "
    "offer_to paused policy receiver_id sees subject terms until value wanted words zone",
    "words": "after as_far_as before card circle_id cut_after cut_before empty get id is_me label lang line marked member_id mine "
    "misses name nth nudges openings others parties place primary question receiver_id repair say_to says screen "
    "sender_id sentences shown speaks text texts to_me value why works",
    "flareup": "agreement_id answers ask asked_by by call check_ins chosen circle_id doctor errors helpers hint holder holds id "
    "is_holder kind latest legend line lines look mail may_end may_turn_on member_id messages mine name named next_in_line on "
    "options over own sections sees sent sheet sms spare starter still tasks text times to undo whose words",
    "sharing": "about alone append asks backs changed choices circle_id given here holder id keeps label low mark member_id mine "
    "name offers open other others place places plan rests smaller suggestions targets thing things title to told undo value way ways "
    "whose word yours",
    "tasks": "append area area_words choices circle_id days days_words errors fields gaps get hard held id is_holder "
    "items joined lines may member_id mine_to_take name names on_a_hard_day problems revision tasks title told usual "
    "value when",
    "deliver": "browsers channel choices circle_id errors fields get here key kinds value wants",
}
"""By room, every property that its templates read. A word for a time is explained below."""
TIMES: dict[tuple[str, str], str] = {
    ("capacity", "begins"): "from when a line of one's own stands, to its writer alone",
    ("capacity", "clock"): "when a zone ends, to whoever writes a line in it",
    ("capacity", "earlier"): "said earlier today: that, and no hour; after midnight it is nothing",
    ("capacity", "until"): "until when one's own words stand",
    ("zones", "clock"): "when a zone ends",
    ("zones", "other_day"): "whether that is today",
    ("zones", "until"): "the day on which it ends",
    ("withdraw", "back_at"): "goes back with one's own form, so that two taps are one",
    ("withdraw", "when"): "the clock time in the sender's own message, or that it takes the time it takes",
    ("asking", "clock"): "when a zone ends",
    ("asking", "times"): "the hours that were agreed",
    ("flareup", "on"): "the plan while it is on; nothing of it says since when",
    ("flareup", "may_turn_on"): "whether the reader may",
    ("flareup", "times"): "clock times at which one could come",
    ("advice", "until"): "when an offer of one's own fades",
    ("tasks", "when"): "on which of the days to come something falls that has nobody",
}
ABOUT_TIME = "until when begins clock times earlier other_day since at on ago"
"""Words for a time among those properties, besides all that end in _at or _on."""
ELSEWHERE: dict[tuple[str, str], str] = {
    ("circle", "ends_at"): "when a link or what is open to somebody ends",
    ("deck", "opened"): "that one has opened one's own answers",
    ("people", "created_at"): "when one's own passkey was made",
    ("people", "began_on"): "the day on which one signed in, for one's own list of browsers",
    ("profile", "made_on"): "the day of an agreement",
    ("profile", "review_on"): "the day on which to look at it again",
    ("profile", "until"): "until when a guest's link works",
    ("profile", "last_in_force"): "the sentences that held before",
    ("profile", "on"): "since which day it no longer applies",
}
"""The same in the templates of every other room. None of it is of a day."""
PRINTED = (
    "again ask at body card csrf_input fields here_url id lang line name off on phrase problem said sentences situation "
    "target text thing title turn value way why words"
)
"""Names that templates of a day print as they are: texts and addresses, never a whole row."""
