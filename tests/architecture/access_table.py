"""Who gets what at every address: written by hand from what the product promises, and importing nothing of it.

The cast is that of `tests/world.py`. A row is one address with one method and one body; it says for each actor which
status they get, and whose texts may stand in the answer. What a row does not grant is forbidden, and what it grants
has to be there, so that a row cannot go stale. `test_access.py` holds every address of the house against this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

ACTORS = ("anonymous", "guest", "stranger", "ex_member", "leader", "supporter", "limited_supporter", "holder")
SIGNED_OUT = ("anonymous", "guest")
OUTSIDERS = ("stranger", "ex_member", "leader")
MEMBERS = ("supporter", "limited_supporter", "holder")

SIGN_IN = "sign in"
"""A redirect to the sign-in page, the same whether or not there is anything behind it."""
AGAIN = "show that it is you"
"""A redirect to where somebody who is signed in shows once more that it is them."""
Outcome = int | str
Sees = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Row:
    """One address, method and body. `args` fill the route: a name of the world, or a word of our own after `=`.

    In a body `@name` stands for what the world calls so. `before` are forms that are sent first, by the same actor.
    `answers` are statuses that count as an answer although they are no 2xx or redirect.
    """

    route: str
    method: str
    want: Mapping[str, Outcome]
    args: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    sees: Sees = field(default_factory=dict)
    query: str = ""
    before: tuple[tuple[str, Mapping[str, str]], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    answers: frozenset[int] = frozenset()
    only_with_mail: bool = False
    accounts: bool = False
    """Hinges on who has an account, which only those at home have."""
    waits: frozenset[str] = frozenset()
    """What is brought only while the circle does not rest."""
    note: str = ""


# --- how rows are written ---------------------------------------------------------------------


def everybody(outcome: Outcome, **but: Outcome) -> dict[str, Outcome]:
    return dict.fromkeys(ACTORS, outcome) | but


def signed_in(outcome: Outcome, **but: Outcome) -> dict[str, Outcome]:
    return everybody(outcome, anonymous=SIGN_IN, guest=SIGN_IN) | but


def members(outcome: Outcome, **but: Outcome) -> dict[str, Outcome]:
    """Outsiders get the same 404 as for a circle that does not exist."""
    return signed_in(404) | dict.fromkeys(MEMBERS, outcome) | but


def holder(outcome: Outcome, **but: Outcome) -> dict[str, Outcome]:
    return signed_in(404) | {"holder": outcome} | but


def groups(*names: str) -> frozenset[str]:
    return frozenset(names)


def wrong_method(row: Row, **but: Outcome) -> Row:
    """The same address by the method it does not take: 405, after being asked to sign in where that is needed."""
    asked_in = row.want["anonymous"] == SIGN_IN
    want = signed_in(405) if asked_in else everybody(405)
    other = "POST" if row.method == "GET" else "GET"
    return replace(row, method=other, want=want | but, sees={}, before=(), answers=frozenset({405}))


def only(row: Row) -> list[Row]:
    """A row whose address takes no other method."""
    return [row, wrong_method(row)]


def get(route: str, want: Mapping[str, Outcome], sees: Sees | None = None, **more: object) -> Row:
    return Row(route, "GET", want, sees=sees or {}, **more)  # type: ignore[arg-type]


def post(route: str, want: Mapping[str, Outcome], sees: Sees | None = None, **more: object) -> Row:
    return Row(route, "POST", want, sees=sees or {}, **more)  # type: ignore[arg-type]


# --- whose texts ------------------------------------------------------------------------------

NAMES = groups("name:holder", "name:supporter", "name:limited", "name:table")
"""Members see each other's names. Nobody sees the name of one who has left."""
HIS_PAGE = groups(
    "name:holder", "name:supporter", "wish:advice", "wish:zones", "pair:supporter", "lived", "needs:supporter"
)
"""Jonas: Maja's wishes that are open to him, what the two have agreed and live by, and what he needs himself."""
HER_PAGE = groups("name:holder", "wish:advice")
"""Birthe: the one topic that is open to her."""
OWN_PAGE = HIS_PAGE
"""Maja: what is in force. Not what rests, lies on the table, is past, or was answered and not agreed."""
GUEST_PAGE = groups("name:holder", "wish:zones")
PAGES = {"holder": OWN_PAGE, "supporter": HIS_PAGE, "limited_supporter": HER_PAGE}


def all_members(*names: str) -> Sees:
    return dict.fromkeys(MEMBERS, groups(*names))


def with_names(pages: Mapping[str, frozenset[str]], *, holder_too: str = "") -> Sees:
    return {who: seen | ({holder_too} if holder_too and who == "holder" else set()) for who, seen in pages.items()}


C = "c/<uuid:circle_id>"
CARD = f"{C}/cards/<slug:topic>"
TABLE = f"{C}/table/<uuid:member_id>"
WITH = f"{C}/with/<uuid:agreement_id>"
IN = {"circle_id": "circle"}
ADVICE = IN | {"topic": "=advice"}
ZONES = IN | {"topic": "=zones"}
FORM = {"own-name": "Et nyt navn"}

# --- before any account -----------------------------------------------------------------------

FIRST = [
    *only(
        get(
            "",
            everybody(200, stranger=302, supporter=302, limited_supporter=302, leader=302),
            # With one circle one is taken to it; Maja, who has two, chooses.
            {"holder": groups("name:holder", "work/name:holder")},
        )
    ),
    get("first/<int:number>", everybody(200), args={"number": "=1"}),
    post("first/<int:number>", everybody(302), args={"number": "=1"}, body={"answer": "fixed"}),
    get("first/<int:number>", everybody(404), args={"number": "=99"}),
    *only(get("first/done", everybody(302), note="nothing was tapped yet")),
    get("first/done", everybody(200), before=(("/first/1", {"answer": "fixed"}),)),
    *only(post("first/forget", everybody(302), note="whoever sits at this browser next")),
    *only(get("first/support", everybody(200))),
    get("start/<slug:role>", everybody(200), args={"role": "=holder"}),
    post("start/<slug:role>", everybody(302), args={"role": "=holder"}, body={"name": "Nogen", "edition": "home"}),
    post("start/<slug:role>", everybody(302), args={"role": "=supporter"}, body={"name": "Nogen", "edition": "work"}),
    post("start/<slug:role>", everybody(422), args={"role": "=holder"}, body={"name": ""}),
    get("start/<slug:role>", everybody(404), args={"role": "=leader"}),
    *only(get("help", everybody(200))),
    *only(get("about", everybody(200))),
]

# --- one's own account ------------------------------------------------------------------------

OWN_MAIL = {
    "holder": groups("email:holder"),
    "supporter": groups("email:supporter"),
    "limited_supporter": groups("email:limited"),
    "ex_member": groups("email:ex"),
    "leader": groups("email:leader"),
    "stranger": groups("email:stranger"),
}
NEW_WAY_IN = {"email": "ny@example.org", "password": "et helt andet langt ord"}
AS_MAJA = {"login": "@email", "password": "@password"}

PEOPLE = [
    get("in/<str:token>", everybody(200), args={"token": "link"}),
    post("in/<str:token>", everybody(302), args={"token": "link"}),
    get("in/<str:token>", everybody(404), args={"token": "=never-was"}),
    post("in/<str:token>", everybody(404), args={"token": "=never-was"}),
    *only(get("me", signed_in(200))),
    *only(get("me/ways", signed_in(200))),
    *only(get("me/ways-in", signed_in(200))),
    get("me/password", signed_in(200), OWN_MAIL),
    post("me/password", signed_in(302), body=NEW_WAY_IN),
    *only(post("me/other-device", signed_in(200))),
    *only(
        post(
            "me/browsers/<str:key>/end",
            signed_in(404, holder=302),
            args={"key": "browser"},
            note="Maja's other browser is nobody else's to sign out",
        )
    ),
    *only(post("me/look", everybody(302), body={"theme": "dark"})),
    *only(post("me/language", everybody(302), body={"language": "en"})),
    get("sign-in", everybody(302, anonymous=200, guest=200)),
    post("sign-in", everybody(302), body=AS_MAJA),
    post(
        "sign-in",
        everybody(302, anonymous=200, guest=200),
        {
            "anonymous": groups("email:holder"),
            "guest": groups("email:holder"),
        },
        body={"login": "@email", "password": "forkert"},
        note="what was typed stands in the form again",
    ),
    get("sign-out", everybody(200, anonymous=302, guest=302)),
    post("sign-out", everybody(302)),
    get("sign-in/again", signed_in(200)),
    post("sign-in/again", signed_in(302), body={"password": "@password"}),
    get("sign-in/passkey", everybody(200), headers={"X-Requested-With": "XMLHttpRequest"}),
    get("sign-in/passkey", everybody(302)),
    post("sign-in/passkey", everybody(302), body={"credential": "{}"}),
    # The second step of somebody who has begun to sign in with a password; nobody else has business there.
    get("sign-in/second", everybody(302)),
    get("sign-in/second", everybody(302, anonymous=200, guest=200), before=(("/sign-in", AS_MAJA),)),
    post("sign-in/second", everybody(302), body={"code": "123456"}),
    # Otto and Maja have a passkey, the others none to show.
    get("sign-in/again/passkey", signed_in(302, holder=200, stranger=200)),
    post("sign-in/again/passkey", signed_in(302), body={"credential": "{}"}),
    get("sign-in/again/second", signed_in(302, holder=200, stranger=200)),
    post("sign-in/again/second", signed_in(302, holder=200, stranger=200), body={"code": "123456"}),
    get("me/passkeys", signed_in(200)),
    post("me/passkeys", signed_in(405), answers=frozenset({405})),
    # The browser is told whose key it makes: one's own address and no name.
    get("me/passkeys/add", signed_in(200), OWN_MAIL),
    post("me/passkeys/add", signed_in(200), OWN_MAIL, body={"name": "x", "credential": "{}"}),
    get("me/passkeys/<int:pk>/remove", signed_in(404, holder=200), args={"pk": "passkey"}),
    post("me/passkeys/<int:pk>/remove", signed_in(404, holder=302), args={"pk": "passkey"}),
    get("me/passkeys/<int:pk>/name", signed_in(404, holder=200), args={"pk": "passkey"}),
    post("me/passkeys/<int:pk>/name", signed_in(404, holder=302), args={"pk": "passkey"}, body={"name": "Tavlen"}),
    # Recovery codes come with a passkey.
    get("me/recovery-codes", signed_in(404, holder=200, stranger=200)),
    get("me/recovery-codes/new", signed_in(200)),
    post("me/recovery-codes/new", signed_in(200, holder=302, stranger=302)),
    get("me/recovery-codes/file", signed_in(404, holder=200, stranger=200)),
    *(
        row
        for method in ("GET", "POST")
        for row in (
            Row("sign-in/code", method, {}, only_with_mail=True),
            Row("sign-in/code/confirm", method, {}, only_with_mail=True),
        )
    ),
    post("me/recovery-codes", signed_in(405), answers=frozenset({405})),
    post("me/recovery-codes/file", signed_in(404, holder=405, stranger=405), answers=frozenset({405})),
]

# --- the circle -------------------------------------------------------------------------------

CIRCLE = [
    # Whoever holds an invitation that works sees who asks them in, and what each side will see.
    get("join/<str:token>", everybody(200), dict.fromkeys(ACTORS, groups("name:holder")), args={"token": "token"}),
    post("join/<str:token>", everybody(302), args={"token": "token"}, body={"name": "Nogen"}),
    post(
        "join/<str:token>",
        everybody(422),
        dict.fromkeys(ACTORS, groups("name:holder")),
        args={"token": "token"},
        body={"name": ""},
    ),
    *only(get(f"{C}/people", members(200), dict.fromkeys(MEMBERS, NAMES), args=IN)),
    *only(post(f"{C}/people/invite", holder(200), args=IN, body={"role": "supporter", "topics": ("advice",)})),
    post(f"{C}/people/invite", holder(422), {"holder": NAMES}, args=IN, body={"role": "holder"}),
    *only(
        post(
            f"{C}/people/invitations/<uuid:invitation_id>/withdraw",
            holder(302),
            args=IN | {"invitation_id": "invitation"},
        )
    ),
    *only(post(f"{C}/people/add", holder(302), args=IN, body={"name": "Nogen", "role": "supporter"})),
    *only(post(f"{C}/people/name", members(302), args=IN, body=FORM)),
    get(
        f"{C}/people/<uuid:member_id>/topics",
        holder(200),
        {"holder": groups("name:limited")},
        args=IN | {"member_id": "limited"},
    ),
    post(
        f"{C}/people/<uuid:member_id>/topics",
        holder(302),
        args=IN | {"member_id": "limited"},
        body={"topics": ("zones",)},
    ),
    *only(post(f"{C}/people/<uuid:member_id>/out", holder(302), args=IN | {"member_id": "supporter"})),
    post(f"{C}/people/<uuid:member_id>/out", signed_in(404), args=IN | {"member_id": "holder"}),
    *only(post(f"{C}/people/leave", members(302, holder=404), args=IN)),
    *only(post(f"{C}/people/rest", holder(302), args=IN, body={"rest": "yes"})),
    *only(
        get(
            f"{C}/sees",
            members(200),
            # Maja sees what each may see; the others learn only their own.
            {"holder": groups("name:supporter", "name:limited", "name:table")},
            args=IN,
        )
    ),
    *only(get(f"{C}/share", holder(200), args=IN)),
    *only(post(f"{C}/share/new", holder(200), args=IN, body={"topics": ("zones",), "days": "7"})),
    *only(post(f"{C}/share/<uuid:share_id>/withdraw", holder(302), args=IN | {"share_id": "share"})),
]

# --- cards: own answers are one's own ---------------------------------------------------------

WHAT_HE_NEEDS = {"@to": "supporter"}
DECK = [
    *only(get(f"{C}/cards", members(200), args=IN)),
    *only(get(CARD, members(302), args=ADVICE)),
    get(CARD, members(302, limited_supporter=404), args=ZONES, note="closed to Birthe"),
    get(
        f"{CARD}/q/<str:key>",
        holder(200),
        {"holder": groups("answer:holder:advice", "beside:holder")},
        args=ADVICE | {"key": "=how"},
    ),
    get(f"{CARD}/q/<str:key>", members(200, holder=404), args=ADVICE | {"key": "=giver"}),
    get(
        f"{CARD}/q/<str:key>",
        members(200, limited_supporter=404),
        {"holder": groups("answer:holder:zones"), "supporter": groups("answer:supporter:zones", "beside:supporter")},
        args=ZONES | {"key": "=slip"},
        note="each the own answer and never the other's",
    ),
    post(
        f"{CARD}/q/<str:key>", holder(302), args=ADVICE | {"key": "=policy"}, body={"policy": "none", "revision": "1"}
    ),
    post(f"{CARD}/q/<str:key>", members(302, holder=404), args=ADVICE | {"key": "=giver"}, body={"giver": "plain_no"}),
    post(f"{CARD}/q/<str:key>", holder(422), args=ADVICE | {"key": "=policy"}, body={"policy": "no-such"}),
    *only(
        post(
            f"{CARD}/q/<str:key>/texts/<uuid:beside_id>",
            holder(302),
            args=ADVICE | {"key": "=how", "beside_id": "beside"},
            body={"take": "other"},
        )
    ),
    post(
        f"{CARD}/q/<str:key>/texts/<uuid:beside_id>",
        signed_in(404, supporter=302),
        args=ZONES | {"key": "=slip", "beside_id": "beside_supporter"},
        body={"take": "other"},
    ),
    *only(
        get(
            f"{CARD}/end",
            members(200),
            {
                "holder": groups("answer:holder:advice", "name:supporter", "name:limited", "name:table"),
                "supporter": groups("name:holder", "name:supporter"),
                "limited_supporter": groups("name:holder", "name:limited"),
            },
            args=ADVICE,
        )
    ),
    *only(post(f"{CARD}/state", members(302), args=ADVICE, body={"say": "open"})),
    post(f"{CARD}/state", members(302, limited_supporter=404), args=ZONES, body={"say": "done"}),
    post(f"{CARD}/state", signed_in(404), args=ADVICE, body={"say": "no-such"}),
    # A wish about advice is the holder's to make.
    *only(post(f"{CARD}/wish", holder(302), args=ADVICE)),
    *only(post(f"{CARD}/propose", holder(302), args=ADVICE, body={"to": "@supporter", "way": "mine"})),
    post(f"{CARD}/propose", members(302, holder=404), args=ADVICE, body={"to": "@holder", "way": "mine"}),
    post(
        f"{CARD}/propose",
        signed_in(404, supporter=302),
        args=ZONES,
        body={"to": "@holder", "way": "theirs"},
        note="the other's way can be taken only when their answers are open",
    ),
    post(f"{CARD}/propose", signed_in(404), args=ADVICE, body={"to": "@limited", "way": "theirs"}),
    *only(
        get(
            f"{CARD}/with/<uuid:member_id>",
            holder(200),
            {"holder": groups("name:holder", "name:supporter", "answer:holder:zones", "answer:supporter:zones")},
            args=ZONES | {"member_id": "supporter"},
            note="both have answered",
        )
    ),
    get(
        f"{CARD}/with/<uuid:member_id>",
        signed_in(404, supporter=200),
        {"supporter": groups("name:holder", "name:supporter", "answer:holder:zones", "answer:supporter:zones")},
        args=ZONES | {"member_id": "holder"},
    ),
    get(
        f"{CARD}/with/<uuid:member_id>",
        signed_in(404),
        args=ADVICE | {"member_id": "holder"},
        note="Maja is not through",
    ),
    get(
        f"{CARD}/with/<uuid:member_id>",
        signed_in(404),
        args=ZONES | {"member_id": "table"},
        note="closed until both are",
    ),
    get(f"{CARD}/with/<uuid:member_id>", signed_in(404), args=ZONES | {"member_id": "ex"}, note="took it along"),
]

# --- at the table: on Maja's device, with somebody who has no account -------------------------

AT_TABLE = IN | {"member_id": "table", "topic": "=zones"}
AT_TABLE_NOTE = "what the other one wrote is closed to Maja until both are through, on her device too"
TABLES = [
    *only(get(f"{C}/table", holder(200), {"holder": groups("name:supporter", "name:limited", "name:table")}, args=IN)),
    *only(get(TABLE, holder(200), {"holder": groups("name:table")}, args=IN | {"member_id": "table"})),
    *only(post(f"{TABLE}/<slug:topic>", holder(302), args=AT_TABLE)),
    *only(get(f"{TABLE}/<slug:topic>/hand", holder(200), {"holder": groups("name:table")}, args=AT_TABLE)),
    get(
        f"{TABLE}/<slug:topic>/hand", holder(200), {"holder": groups("name:holder")}, args=AT_TABLE, query="?to=holder"
    ),
    get(
        f"{TABLE}/<slug:topic>/hand",
        signed_in(404),
        args=AT_TABLE | {"member_id": "supporter"},
        note="Jonas answers himself",
        accounts=True,
    ),
    get(
        f"{TABLE}/<slug:topic>/q/<str:key>",
        holder(200),
        {"holder": groups("name:table")},
        args=AT_TABLE | {"key": "=slip"},
        note=AT_TABLE_NOTE,
    ),
    get(
        f"{TABLE}/<slug:topic>/q/<str:key>",
        signed_in(404),
        args=AT_TABLE | {"member_id": "supporter", "key": "=slip"},
        accounts=True,
    ),
    post(f"{TABLE}/<slug:topic>/q/<str:key>", holder(302), args=AT_TABLE | {"key": "=room"}, body={"room": "open"}),
    post(
        f"{TABLE}/<slug:topic>/q/<str:key>",
        holder(302),
        args=AT_TABLE | {"key": "=slip"},
        body={"slip.own": "noget nyt", "revision": "0"},
        note="a form of before is no way to see what stands there",
    ),
    get(f"{TABLE}/<slug:topic>/done", holder(200), {"holder": groups("name:table")}, args=AT_TABLE),
    post(f"{TABLE}/<slug:topic>/done", holder(302), args=AT_TABLE),
    get(f"{TABLE}/<slug:topic>/done", signed_in(404), args=AT_TABLE | {"member_id": "limited"}, accounts=True),
]

# --- the page and what stands on it -----------------------------------------------------------

PAIR = IN | {"agreement_id": "pair"}
BOTH_NAMES = groups("name:holder", "name:supporter")
PAIR_TEXTS = groups("pair:supporter", "pair:supporter:next") | BOTH_NAMES
PROFILE = [
    *only(
        get(
            C,
            members(200),
            {
                # Two proposals of hers wait for others, and one for Jonas: they are named by who they are with.
                "holder": OWN_PAGE | {"name:limited", "name:table"},
                "supporter": HIS_PAGE,
                "limited_supporter": HER_PAGE,
            },
            args=IN,
        )
    ),
    *only(get(f"{C}/page", members(200), PAGES, args=IN)),
    *only(get(f"{C}/review", members(200), args=IN)),
    *only(
        post(
            f"{C}/notices/<uuid:notice_id>/read",
            holder(302),
            args=IN | {"notice_id": "notice"},
            note="it was Maja who counted on it",
        )
    ),
    *only(
        get(WITH, signed_in(404, holder=200, supporter=200), {"holder": PAIR_TEXTS, "supporter": PAIR_TEXTS}, args=PAIR)
    ),
    get(
        WITH,
        holder(200),
        {"holder": groups("wish:advice", "wish:advice:old", "name:holder")},
        args=IN | {"agreement_id": "wish"},
        note="Jonas reads a wish on the page, its history is Maja's",
    ),
    get(
        WITH,
        signed_in(404, holder=200, supporter=200),
        {who: groups("pair:paused") | BOTH_NAMES for who in ("holder", "supporter")},
        args=IN | {"agreement_id": "paused"},
        note="both read the same, and nobody who paused",
    ),
    get(
        WITH,
        signed_in(404, holder=200, limited_supporter=200),
        {who: groups("pair:limited", "name:holder", "name:limited") for who in ("holder", "limited_supporter")},
        args=IN | {"agreement_id": "proposed"},
    ),
    get(
        WITH,
        holder(200),
        {"holder": groups("pair:ex", "name:holder", "name:ex")},
        args=IN | {"agreement_id": "with_ex"},
        note="what was agreed stays readable in the words it had, the names in them too",
    ),
    get(WITH, holder(200), {"holder": groups("wish:paused", "name:holder")}, args=IN | {"agreement_id": "wish_paused"}),
    get(
        WITH,
        signed_in(404, supporter=200),
        {"supporter": groups("needs:supporter", "name:supporter")},
        args=IN | {"agreement_id": "needs"},
        note="Maja reads it on the page; it is Jonas's to change",
    ),
    post(f"{WITH}/pause", signed_in(404, supporter=302), args=IN | {"agreement_id": "needs"}),
    post(f"{WITH}/end", signed_in(404, supporter=302), args=IN | {"agreement_id": "needs"}),
    *only(
        post(
            f"{WITH}/<int:version>/yes",
            signed_in(404, holder=302, supporter=302),
            args=PAIR | {"version": "version_next"},
        )
    ),
    post(
        f"{WITH}/<int:version>/yes",
        signed_in(404, holder=302, supporter=302),
        args=PAIR | {"version": "version"},
        note="said before, and once is enough",
    ),
    post(
        f"{WITH}/<int:version>/aside",
        signed_in(404, holder=409, supporter=409),
        {"holder": PAIR_TEXTS, "supporter": PAIR_TEXTS},
        args=PAIR | {"version": "version"},
        note="it is in use: that takes a pause",
    ),
    post(
        f"{WITH}/<int:version>/yes",
        holder(302),
        args=IN | {"agreement_id": "at_table", "version": "version_at_table"},
        body={"as": "@table"},
        note="the one at the table says yes on Maja's device",
    ),
    post(
        f"{WITH}/<int:version>/yes",
        signed_in(404),
        args=PAIR | {"version": "version_next"},
        body={"as": "@supporter"},
        accounts=True,
        note="nobody says yes for somebody who has an account",
    ),
    *only(
        post(
            f"{WITH}/<int:version>/aside",
            signed_in(404, holder=302, supporter=302),
            args=PAIR | {"version": "version_next"},
        )
    ),
    *only(
        post(
            f"{WITH}/<int:version>/keep", signed_in(404, holder=302, supporter=302), args=PAIR | {"version": "version"}
        )
    ),
    *only(
        post(
            f"{WITH}/<int:version>/again",
            signed_in(404, holder=302, supporter=302),
            args=IN | {"agreement_id": "paused", "version": "version_paused"},
        )
    ),
    *only(post(f"{WITH}/pause", signed_in(404, holder=302, supporter=302), args=PAIR)),
    *only(post(f"{WITH}/end", signed_in(404, holder=302, supporter=302), args=PAIR)),
    *only(post(f"{WITH}/pause", holder(302), args=IN | {"agreement_id": "wish"}, note="a wish is its owner's alone")),
    *only(get("g/<str:token>", everybody(200), dict.fromkeys(ACTORS, GUEST_PAGE), args={"token": "guest"})),
]

# --- paper ------------------------------------------------------------------------------------

PAPER = [
    *only(get(f"{C}/page.pdf", members(200), PAGES, args=IN)),
    *only(get(f"{C}/cards.pdf", members(200), args=IN)),
    # The plan of Maja and Jonas for the wallet. For Birthe nothing of it holds, so there is no card.
    *only(
        get(
            f"{C}/card.pdf",
            signed_in(404, holder=200, supporter=200),
            dict.fromkeys(("holder", "supporter"), groups("name:holder", "name:supporter", "lived")),
            args=IN,
        )
    ),
    *only(get("g/<str:token>/page.pdf", everybody(200), dict.fromkeys(ACTORS, GUEST_PAGE), args={"token": "guest"})),
]

# --- the house --------------------------------------------------------------------------------

HOUSE = [
    get("gallery/", everybody(200)),
    post("gallery/", everybody(200), note="shows the same and writes nothing"),
    *only(get("healthz", everybody(503), answers=frozenset({503}), note="no worker runs beside a test")),
    *only(get("too-long", everybody(413), answers=frozenset({413}))),
    *only(get("too-slow", everybody(408), answers=frozenset({408}))),
]

# --- today -------------------------------------------------------------------------------------

# Her words on zones, what he has agreed on them, and the subject that somebody would like to say something about. What
# the two have said today is theirs: Birthe, with whom nothing of it is agreed, sees none of it.
SAID_TODAY = groups("day:holder", "day:supporter")
ON_TODAY = {
    "holder": groups("name:supporter", "name:limited", "pair:supporter", "wish:zones", "wish:advice", "lived")
    | SAID_TODAY
    | {"tasks"},
    "supporter": groups("name:holder", "pair:supporter", "lived", "tasks") | SAID_TODAY,
    "limited_supporter": groups("name:holder"),
}
BROUGHT = groups("wish:advice", "tasks")
"""What the software brings of its own accord: a subject that somebody has an idea about, and what has nobody now."""
OWN_WORDS = {"holder": groups("day:holder"), "supporter": groups("day:supporter")}
TODAY = [
    *only(get(f"{C}/today", members(200), ON_TODAY, args=IN, accounts=True, waits=BROUGHT)),
    *only(get(f"{C}/today/now", members(200), ON_TODAY, args=IN, accounts=True, waits=BROUGHT)),
    *only(post(f"{C}/today/view", members(302), args=IN, body={"view": "quiet"})),
]

CAPACITY = [
    # Maja says it as a number and Jonas in words. To Birthe nothing is agreed on it: she reads that, and says nothing.
    get(f"{C}/today/code", members(200), OWN_WORDS, args=IN),
    post(
        f"{C}/today/code",
        members(422, holder=302),
        {"supporter": OWN_WORDS["supporter"]},
        args=IN,
        body={"value": "40"},
    ),
    post(
        f"{C}/today/code", members(422, supporter=302), {"holder": OWN_WORDS["holder"]}, args=IN, body={"value": "some"}
    ),
    post(
        f"{C}/today/code",
        members(422, holder=302, supporter=302),
        args=IN,
        body={"capacity_words": "noget nyt"},
    ),
    *only(post(f"{C}/today/code/clear", members(302), args=IN)),
]

WITH_EACH_OTHER = {"holder": groups("name:supporter", "lived"), "supporter": groups("name:holder", "lived")}
FLAT = [
    # The plan that Maja and Jonas have made, for the two of them. Birthe reads that nothing is agreed.
    *only(get(f"{C}/flat", members(200), WITH_EACH_OTHER, args=IN)),
]

DESK = f"{C}/today/offer/<uuid:member_id>"
OFFER = f"{C}/today/offer/<uuid:offer_id>"
TO_MAJA = IN | {"member_id": "holder"}
ASKS_FIRST = groups("wish:advice", "name:holder")
ADVICE_OFFERS = [
    # What Maja wishes about advice is open to Jonas and to Birthe: they read her subjects and how to ask.
    get(
        DESK,
        signed_in(404, supporter=200, limited_supporter=200),
        dict.fromkeys(("supporter", "limited_supporter"), ASKS_FIRST),
        args=TO_MAJA,
    ),
    get(DESK, signed_in(404), args=IN | {"member_id": "supporter"}, note="it is Maja who said what she likes to hear"),
    post(
        DESK,
        signed_in(404, supporter=302, limited_supporter=302),
        args=TO_MAJA,
        body={"do": "keep", "content": "noget"},
    ),
    post(
        DESK,
        signed_in(404, supporter=422, limited_supporter=422),
        dict.fromkeys(("supporter", "limited_supporter"), ASKS_FIRST),
        args=TO_MAJA,
        body={"do": "send", "subject": "no-such"},
    ),
    *only(post(f"{OFFER}/answer", holder(302), args=IN | {"offer_id": "offer"}, body={"say": "later"})),
    *only(
        get(
            f"{OFFER}/read",
            holder(200),
            {"holder": groups("advice:opened", "wish:advice", "name:supporter")},
            args=IN | {"offer_id": "offer_opened"},
        )
    ),
    get(f"{OFFER}/read", signed_in(404), args=IN | {"offer_id": "offer"}, note="sealed until a yes, for Jonas too"),
]

SIGNALS = [
    # A signal that is not agreed is not sent, as Birthe's, and that is said on Today. Thanks go between Maja and one other.
    *only(post(f"{C}/today/signal", members(302), args=IN, body={"kind": "pause"})),
    *only(post(f"{C}/today/signal/back", members(302), args=IN)),
    *only(post(f"{C}/today/thanks/noticed", members(302), args=IN)),
    *only(
        post(
            f"{C}/today/thanks/<uuid:member_id>",
            signed_in(404, supporter=302, limited_supporter=302),
            args=IN | {"member_id": "holder"},
        )
    ),
    post(f"{C}/today/thanks/<uuid:member_id>", holder(302), args=IN | {"member_id": "supporter"}),
]

ASK = f"{C}/today/ask/<uuid:member_id>"
QUESTION = f"{C}/today/ask/<uuid:question_id>/answer"
NEVER_WAS = IN | {"question_id": "=00000000-0000-4000-8000-000000000000"}
ASKING = [
    # Jonas and Maja have agreed in which words. To Birthe nothing is agreed: she reads that, and nothing is sent.
    get(
        ASK,
        members(200),
        dict.fromkeys(MEMBERS, groups("name:holder")) | {"supporter": groups("name:holder", "lived")},
        args=IN | {"member_id": "holder"},
    ),
    get(
        ASK,
        signed_in(404, holder=200, supporter=200, limited_supporter=200),
        dict.fromkeys(MEMBERS, groups("name:supporter")) | {"holder": groups("name:supporter", "lived")},
        args=IN | {"member_id": "supporter"},
        note="when it is good to come to Jonas is between the two",
    ),
    get(ASK, signed_in(404), args=IN | {"member_id": "ex"}, note="has left"),
    post(ASK, members(302), args=IN | {"member_id": "holder"}, body={"words": "@ask_words"}),
    post(
        ASK,
        members(302, supporter=422),
        {"supporter": groups("name:holder", "lived")},
        args=IN | {"member_id": "holder"},
        body={"words": "starter:good_now"},
        note="other words than those that were agreed",
    ),
    post(ASK, signed_in(404), args=IN | {"member_id": "ex"}, body={"words": "starter:good_now"}),
    *only(post(f"{ASK}/mute", members(302, holder=404), args=IN | {"member_id": "holder"}, body={"for": "7"})),
    *only(post(QUESTION, holder(302), args=IN | {"question_id": "question"}, body={"choice": "listen"})),
    post(QUESTION, signed_in(404, supporter=302), args=IN | {"question_id": "question_back"}, body={"choice": "help"}),
    post(
        QUESTION,
        signed_in(404, holder=422),
        {"holder": groups("name:supporter", "lived")},
        args=IN | {"question_id": "question"},
        body={"choice": "no-such"},
    ),
    post(QUESTION, members(404), args=NEVER_WAS, body={"choice": "listen"}, answers=frozenset({404})),
]

AGREED_SITUATIONS = {"holder": groups("wish:zones", "pair:supporter"), "supporter": groups("pair:supporter")}
ZONES_TODAY = [
    # Jonas and Maja have agreed on zones; to Birthe the card is closed, and she reads that nothing is agreed.
    get(f"{C}/today/free", members(200), AGREED_SITUATIONS, args=IN),
    post(f"{C}/today/free", members(302, limited_supporter=422), args=IN, body={"for": "60"}, answers=frozenset({422})),
    post(f"{C}/today/free", members(422), AGREED_SITUATIONS, args=IN, body={"until": "25"}, answers=frozenset({422})),
    *only(post(f"{C}/today/free/off", members(302), args=IN)),
]

READS_THE_MARK = dict.fromkeys(("supporter", "limited_supporter"), groups("name:holder"))
LEARN_IN = IN | {"page_id": "=alarm"}
CASE_IN = IN | {"case_id": "=onions"}
PARTY_IN = IN | {"situation": "=party"}
KEEP = {"phrase": "da-party-nod", "on": "1"}
LEARN = [
    # A book that lies open. Inside a circle the same, with one's own stars; who has marked what is said below.
    *only(get("learn", everybody(200))),
    *only(get("learn/<slug:page_id>", everybody(200), args={"page_id": "=alarm"})),
    get("learn/<slug:page_id>", everybody(404), args={"page_id": "=no-such"}),
    get("toolbox", everybody(200)),
    post("toolbox", everybody(302), body={"q": "noget"}, note="what is looked for stands in no address"),
    *only(get("toolbox/<slug:situation>", everybody(200), args={"situation": "=party"})),
    get("toolbox/<slug:situation>", everybody(404), args={"situation": "=no-such"}),
    *only(get("practice", everybody(200))),
    *only(get("practice/<slug:case_id>", everybody(200), args={"case_id": "=onions"})),
    get("practice/<slug:case_id>", everybody(404), args={"case_id": "=no-such"}),
    # Maja has marked one page: the others read her name on it and in the list, and on no other page.
    *only(get(f"{C}/learn", members(200), READS_THE_MARK, args=IN)),
    *only(get(f"{C}/learn/<slug:page_id>", members(200), READS_THE_MARK, args=LEARN_IN)),
    get(
        f"{C}/learn/<slug:page_id>", members(200), args=IN | {"page_id": "=nerves"}, note="that one she has not marked"
    ),
    *only(post(f"{C}/learn/<slug:page_id>/mark", holder(302), args=LEARN_IN, body={"on": "0"})),
    post(f"{C}/learn/<slug:page_id>/mark", signed_in(404), args=IN | {"page_id": "=curious"}, body={"on": "1"}),
    get(f"{C}/toolbox", members(200), args=IN),
    post(f"{C}/toolbox", members(302), args=IN, body={"q": "noget"}),
    *only(get(f"{C}/toolbox/<slug:situation>", members(200), args=PARTY_IN)),
    *only(post(f"{C}/toolbox/star", members(302), args=IN, body=KEEP)),
    post(f"{C}/toolbox/star", signed_in(404), args=IN, body={"phrase": "da-no-such", "on": "1"}),
    *only(get(f"{C}/practice", members(200), args=IN)),
    *only(get(f"{C}/practice/<slug:case_id>", members(200), args=CASE_IN)),
]

# Today's things are for those who have the list of tasks: Maja, Jonas, and En, who has no account. Each of the two has
# added one and asks the other about it. Birthe has no list, and nothing at these addresses. The plan for flare-ups is on,
# so what could go another way is suggested, with what Maja keeps.
DAY, SHARED_THING = f"{C}/day", f"{C}/day/<uuid:thing_id>"
HAVE_TASKS = signed_in(404, supporter=302, holder=302)
THE_DAY = {
    "holder": groups("name:supporter", "name:table", "tasks", "lived") | SAID_TODAY,
    "supporter": groups("name:holder", "name:table", "tasks", "lived") | SAID_TODAY,
}
ASKS_OF_IT = {
    "holder": groups("name:supporter", "day:holder"),
    "supporter": groups("name:holder", "name:table", "day:holder"),
}
OF_TODAY = groups("name:holder", "name:supporter", "name:table", "tasks", "lived") | SAID_TODAY
OF_THE_DAY = IN | {"thing_id": "thing"}
SHARING = [
    get(DAY, signed_in(404, supporter=200, holder=200), THE_DAY, args=IN, waits=OF_TODAY),
    post(DAY, HAVE_TASKS, args=IN, body={"name": "Noget"}),
    post(DAY, signed_in(404, supporter=422, holder=422), THE_DAY, args=IN, body={"name": ""}, waits=OF_TODAY),
    *only(get(f"{DAY}/now", signed_in(404, supporter=200, holder=200), THE_DAY, args=IN, waits=OF_TODAY)),
    *only(post(f"{DAY}/told", members(302), args=IN)),
    *only(post(f"{DAY}/suggested", HAVE_TASKS, args=IN, body={"say": "not_today"})),
    *only(post(f"{SHARED_THING}/move", HAVE_TASKS, args=OF_THE_DAY, body={"to": "nobody"})),
    post(f"{SHARED_THING}/move", signed_in(404), args=OF_THE_DAY, body={"to": "@limited"}, note="Birthe has no list"),
    *only(post(f"{SHARED_THING}/say", HAVE_TASKS, args=OF_THE_DAY, body={"say": "done"})),
    get(
        f"{SHARED_THING}/ask",
        signed_in(404, supporter=200, holder=200),
        ASKS_OF_IT,
        args=OF_THE_DAY,
        accounts=True,
        waits=OF_TODAY,
    ),
    post(
        f"{SHARED_THING}/ask",
        signed_in(404, supporter=422, holder=422),
        ASKS_OF_IT,
        args=OF_THE_DAY,
        accounts=True,
        waits=OF_TODAY,
    ),
    *only(
        post(
            f"{DAY}/offers/<uuid:offer_id>/answer",
            signed_in(404, holder=302),
            args=IN | {"offer_id": "asked"},
            body={"say": "not_today"},
            note="Jonas's question is Maja's to answer",
        )
    ),
    *only(post(f"{DAY}/offers/<uuid:offer_id>/back", signed_in(404, supporter=302), args=IN | {"offer_id": "asked"})),
]

NOTIFY = f"{C}/me/notify"
DELIVER = [
    get(NOTIFY, members(200), args=IN),
    post(NOTIFY, members(302), args=IN, body={"do": "save", "channel": "push", "kinds": ("signal",)}),
    post(NOTIFY, members(422), args=IN, body={"do": "save", "channel": "no-such"}),
    post(NOTIFY, members(302), args=IN, body={"do": "try"}),
    post(NOTIFY, members(302), args=IN, body={"do": "stop"}),
    post(NOTIFY, signed_in(404), args=IN, body={"do": "no-such"}),
    *only(get("sw.js", everybody(200), note="the same for everybody: a browser fetches it without being asked")),
]

PHONE = f"{C}/phone"
# What lies ready is agreed between the two; to Birthe nothing is. Nothing of what holds only now is kept on a telephone.
POCKET = dict.fromkeys(("holder", "supporter"), groups("name:holder", "name:supporter", "lived"))
OFFLINE = [
    # A part of the plan is called what Maja needs.
    get(PHONE, members(200), {"supporter": groups("name:holder")}, args=IN),
    post(PHONE, members(200), POCKET, args=IN, body={"do": "keep"}),
    post(PHONE, members(302), args=IN, body={"do": "shared"}),
    post(PHONE, members(302), args=IN, body={"do": "own"}),
    post(PHONE, signed_in(404), args=IN, body={"do": "no-such"}),
    *only(get(f"{PHONE}/sheet", members(200), POCKET, args=IN)),
    # What comes from a queue is answered in a word. To Birthe nothing is agreed; those outside learn nothing.
    post(
        f"{C}/today/signal",
        everybody(404, anonymous=401, guest=401, supporter=200, holder=200, limited_supporter=410),
        args=IN,
        body={"kind": "pause"},
        headers={"Roret-Once": "a-key-that-nobody-guesses", "Roret-Made": "2026-11-24T08:00:00+00:00"},
        answers=frozenset({401, 410}),
        note="from a telephone's queue",
    ),
    *only(get("pocket", everybody(200))),
    *only(get("pocket/<str:lang>", everybody(200), args={"lang": "=da"}, note="the same for everybody")),
    get("pocket/<str:lang>", everybody(404), args={"lang": "=no-such"}),
]

# The plan that Maja and Jonas have agreed on is on, and he may turn it on too. To Birthe nothing of it is agreed.
PLAN = f"{C}/plan"
IN_THE_PLAN = groups("name:holder", "name:supporter", "lived")
READS_THE_PLAN = {"holder": IN_THE_PLAN, "supporter": IN_THE_PLAN}
FLAREUP = [
    *only(get(PLAN, members(200), READS_THE_PLAN, args=IN)),
    *only(get(f"{PLAN}/now", members(200), READS_THE_PLAN, args=IN)),
    *only(post(f"{PLAN}/on", signed_in(404, holder=302, supporter=302), args=IN)),
    *only(post(f"{PLAN}/undo", holder(302), args=IN, note="whoever turned it on may, and that was Maja")),
    *only(post(f"{PLAN}/off", holder(302), args=IN)),
    *only(post(f"{PLAN}/still", holder(302), args=IN)),
    *only(post(f"{PLAN}/answer", members(302, holder=404), args=IN, body={"here": "1"})),
    *only(post(f"{PLAN}/answer/back", members(302), args=IN)),
    *only(post(f"{PLAN}/sent", members(302), args=IN, body={"starter": "work"})),
    *only(
        post(f"{PLAN}/named/<uuid:member_id>", holder(302), args=IN | {"member_id": "supporter"}, body={"on": "yes"})
    ),
    post(f"{PLAN}/named/<uuid:member_id>", signed_in(404), args=IN | {"member_id": "limited"}, body={"on": "yes"}),
    *only(get(f"{PLAN}/try", holder(200), {"holder": IN_THE_PLAN}, args=IN)),
    get(f"{PLAN}/try", holder(200), {"holder": IN_THE_PLAN}, args=IN, query="?step=theirs"),
    get(f"{PLAN}/look", holder(200), {"holder": groups("lived")}, args=IN),
    post(
        f"{PLAN}/look",
        holder(200),
        {"holder": groups("lived", "name:holder", "name:supporter")},
        args=IN,
        body={"helps": "cold"},
    ),
    *only(post(f"{PLAN}/look/in", holder(302), args=IN, body={"helps": "cold"})),
    *only(post(f"{PLAN}/look/later", holder(302), args=IN)),
]

# He is away, so his own words stand there too. What lies ready is agreed.
READY = {"holder": groups("lived"), "supporter": groups("lived", "day:supporter")}
WITHDRAW = [
    # To Birthe nothing is agreed on it: a message is not sent, and comes back to be said or sent by oneself.
    get(f"{C}/today/away", members(200), READY, args=IN),
    post(f"{C}/today/away", members(302, limited_supporter=422), args=IN, body={"preset": "a_bit"}),
    post(f"{C}/today/away", members(422), READY, args=IN, body={"own": ""}),
    *only(post(f"{C}/today/away/more", members(302), args=IN, body={"minutes": "15"})),
    *only(post(f"{C}/today/away/back", members(302), args=IN)),
]

WORDING = {"wording": "capacity_words", "capacity_words": "noget nyt"}
ON_ITS_WAY = WORDING | {"wording_to": "@line"}
SAY, SAID_BY = f"{C}/words/say/<uuid:member_id>", f"{C}/words/from/<uuid:member_id>"
TO_JONAS = IN | {"member_id": "supporter"}
WORDS = [
    # Ordvalg is for everybody, signed in or not. In a circle a finding can name the one who said that words miss.
    get("ordvalg", everybody(200)),
    post("ordvalg", everybody(200), body={"wording": "text", "text": "noget"}),
    *only(post("api/ordvalg", everybody(400), body={"text": "x"}, answers=frozenset({400}), note="a form is no JSON")),
    get(f"{C}/ordvalg", members(200), args=IN),
    post(f"{C}/ordvalg", members(200), args=IN, body={"wording": "text", "text": "noget"}),
    *only(post(f"{C}/ordvalg/look", members(200), args=IN, body=WORDING)),
    *only(post(f"{C}/ordvalg/beside", members(200), args=IN, body=ON_ITS_WAY)),
    post(f"{C}/ordvalg/beside", signed_in(404), args=IN, body=WORDING | {"wording_to": "/me/password"}),
    get(f"{C}/me/ordvalg", members(200), args=IN),
    post(f"{C}/me/ordvalg", members(302), args=IN, body={"when": "typing"}),
    post(f"{C}/me/ordvalg", signed_in(404), args=IN, body={"when": "no-such"}),
    # Words are agreed between Maja and Jonas. To Birthe the card is closed: she has the general sentences to take along.
    *only(
        get(
            f"{C}/words",
            members(200),
            {
                "holder": groups("name:supporter", "name:limited", "name:table", "lived"),
                "supporter": groups("name:holder", "lived"),
                "limited_supporter": groups(),
            },
            args=IN,
            accounts=True,
        )
    ),
    *only(
        post(
            SAY,
            signed_in(404, supporter=302, limited_supporter=422),
            args=TO_MAJA,
            body={"words": "starter:take_back"},
        )
    ),
    post(SAY, holder(302), args=TO_JONAS, body={"words": "starter:take_back"}),
    post(
        SAY,
        signed_in(404, holder=422),
        {"holder": groups("name:supporter", "name:limited", "name:table", "lived")},
        args=TO_JONAS,
        body={"words": "starter:no-such"},
        accounts=True,
    ),
    *only(post(f"{SAY}/back", members(302), args=TO_MAJA)),
    *only(post(f"{SAID_BY}/away", members(302), args=TO_JONAS)),
    post(f"{SAY}/back", signed_in(404), args=IN | {"member_id": "ex"}, note="has left"),
    post(f"{SAID_BY}/away", signed_in(404), args=IN | {"member_id": "ex"}, note="has left"),
]

# --- the list of tasks: open to Jonas and to somebody without an account, and closed to Birthe -----------------------


def at_the_list(outcome: Outcome, **but: Outcome) -> dict[str, Outcome]:
    return members(outcome, limited_supporter=404) | but


def to_both(*names: str) -> Sees:
    return dict.fromkeys(("holder", "supporter"), groups(*names))


TASK = f"{C}/tasks/<uuid:task_id>"
ONE_TASK, FREE_TASK = IN | {"task_id": "task"}, IN | {"task_id": "task_free"}
OFF_TASK = IN | {"task_id": "task_off"}
"""Taken off the list a moment ago: nothing of it is shown at any address but that of undoing it."""
NO_TASK = IN | {"task_id": "=00000000-0000-4000-8000-000000000000"}
CAN_BE_LEFT_TO = ("name:holder", "name:supporter", "name:table")
A_TASK = to_both(*CAN_BE_LEFT_TO, "tasks", "hard:holder", "hard:supporter")
TYPED_OVER = {"holder": A_TASK["holder"] - {"hard:holder"}, "supporter": A_TASK["supporter"] - {"hard:supporter"}}
"""What was typed stands in the place of one's own words."""
TYPED = {"name": "Noget nyt", "area": "food", "days": "1", "revision": "1"}
TASKS = [
    *only(
        get(
            f"{C}/tasks",
            at_the_list(200),
            to_both(*CAN_BE_LEFT_TO, "tasks", "hard:holder", "hard:supporter", "lived"),
            args=IN,
        )
    ),
    get(TASK, at_the_list(302), args=OFF_TASK),
    get(f"{C}/tasks/new", at_the_list(200), to_both(*CAN_BE_LEFT_TO), args=IN),
    post(f"{C}/tasks/new", at_the_list(302), args=IN, body=TYPED),
    post(f"{C}/tasks/new", at_the_list(422), to_both(*CAN_BE_LEFT_TO), args=IN, body={"name": " "}),
    get(TASK, at_the_list(200), A_TASK, args=ONE_TASK),
    get(TASK, members(404), args=NO_TASK, answers=frozenset({404})),
    post(TASK, at_the_list(302), args=ONE_TASK, body=TYPED),
    post(TASK, at_the_list(422), A_TASK, args=ONE_TASK, body={"name": "", "revision": "1"}),
    post(
        TASK,
        at_the_list(409),
        A_TASK,
        args=ONE_TASK,
        body=TYPED | {"revision": "9"},
        answers=frozenset({409}),
        note="somebody was there first: theirs stands above what one wrote",
    ),
    post(
        TASK,
        at_the_list(409),
        to_both(*CAN_BE_LEFT_TO),
        args=OFF_TASK,
        body=TYPED,
        answers=frozenset({409}),
        note="it was taken off meanwhile: what one wrote stands in an empty form",
    ),
    post(TASK, members(404), args=NO_TASK, body=TYPED, answers=frozenset({404})),
    *only(post(f"{TASK}/hard", at_the_list(302), args=ONE_TASK, body={"choices": "swap"})),
    post(f"{TASK}/hard", at_the_list(422), TYPED_OVER, args=ONE_TASK, body={"choices": "no-such"}),
    *only(post(f"{TASK}/free", at_the_list(302), args=ONE_TASK)),
    *only(post(f"{TASK}/take", at_the_list(302), args=FREE_TASK)),
    *only(post(f"{TASK}/away", at_the_list(302), args=ONE_TASK, body={"revision": "1"})),
    post(f"{TASK}/away", at_the_list(409), A_TASK, args=ONE_TASK, body={"revision": "9"}, answers=frozenset({409})),
    *only(post(f"{TASK}/back", at_the_list(302), args=ONE_TASK)),
    *(post(f"{TASK}/{act}", at_the_list(302), args=OFF_TASK) for act in ("hard", "free", "take", "away", "back")),
    *(
        post(f"{TASK}/{act}", members(404), args=NO_TASK, answers=frozenset({404}))
        for act in ("hard", "free", "take", "away", "back")
    ),
    *only(post(f"{C}/tasks/noticed", members(302), args=IN)),
]

ROWS: list[Row] = [
    *FIRST,
    *PEOPLE,
    *CIRCLE,
    *DECK,
    *TABLES,
    *PROFILE,
    *TODAY,
    *ZONES_TODAY,
    *ASKING,
    *SIGNALS,
    *WITHDRAW,
    *FLAREUP,
    *ADVICE_OFFERS,
    *WORDS,
    *TASKS,
    *DELIVER,
    *OFFLINE,
    *SHARING,
    *CAPACITY,
    *FLAT,
    *LEARN,
    *PAPER,
    *HOUSE,
]

# --- doors that are shut ----------------------------------------------------------------------

SHUT_DOORS: list[Row] = [
    row
    for token in ("token_used", "token_withdrawn", "token_expired")
    for row in (
        get("join/<str:token>", everybody(404), args={"token": token}),
        post("join/<str:token>", everybody(404), args={"token": token}, body={"name": "Nogen"}),
    )
] + [
    get(route, everybody(404), args={"token": token})
    for token in ("guest_withdrawn", "guest_expired")
    for route in ("g/<str:token>", "g/<str:token>/page.pdf")
]

# --- states: what becomes of every row --------------------------------------------------------

CLOSED_ROWS: list[Row] = [
    # All topics are closed to Jonas: cards and wishes are gone at once, what the two agreed is still theirs.
    get(
        C,
        members(200),
        {"supporter": groups("name:holder", "name:supporter", "pair:supporter", "lived", "needs:supporter")},
        args=IN,
    ),
    get(
        f"{C}/page",
        members(200),
        {"supporter": groups("name:holder", "name:supporter", "pair:supporter", "lived", "needs:supporter")},
        args=IN,
    ),
    get(CARD, members(404), args=ADVICE),
    get(CARD, members(404), args=ZONES),
    get(f"{C}/tasks", members(404), args=IN),
    get(TASK, members(404), args=ONE_TASK),
    post(f"{TASK}/free", members(404), args=ONE_TASK),
    get(f"{CARD}/q/<str:key>", members(404), args=ZONES | {"key": "=slip"}),
    get(f"{CARD}/end", members(404), args=ZONES),
    get(f"{CARD}/with/<uuid:member_id>", members(404), args=ZONES | {"member_id": "holder"}),
    post(f"{CARD}/q/<str:key>", members(404), args=ADVICE | {"key": "=giver"}, body={"giver": "plain_no"}),
    post(f"{CARD}/state", members(404), args=ZONES, body={"say": "done"}),
    post(f"{CARD}/propose", members(404), args=ZONES, body={"to": "@holder", "way": "mine"}),
]

# The idea that somebody has waits till the zone is over. What there is to talk of instead comes, also with one who has
# no account: what Maja wishes about zones is open to them.
EVENING = {
    "holder": ON_TODAY["holder"] - {"wish:advice"} | {"evening:holder", "name:table"},
    "supporter": ON_TODAY["supporter"] | {"evening:holder"},
    "limited_supporter": ON_TODAY["limited_supporter"],
}
EVENING_ROWS: list[Row] = [
    # Maja has given a sign, has withdrawn and is free of pain talk: Jonas sees it, and nobody else does.
    get(f"{C}/today", members(200), EVENING, args=IN),
    get(f"{C}/today/now", members(200), EVENING, args=IN),
    get(
        f"{C}/today/away",
        members(200),
        READY | {"holder": groups("lived", "evening:holder")},
        args=IN,
    ),
    get(f"{C}/page", members(200), PAGES, args=IN, note="the page is what was agreed, whatever the day is like"),
    get(f"{C}/people", members(200), dict.fromkeys(MEMBERS, NAMES), args=IN, note="no presence beside the names"),
    get("g/<str:token>", everybody(200), dict.fromkeys(ACTORS, GUEST_PAGE), args={"token": "guest"}),
]

STALE_ROWS: list[Row] = [
    # Signed in, but not just now: what opens a door for good asks once more who it is.
    post(f"{C}/share/new", signed_in(AGAIN), args=IN, body={"topics": ("zones",), "days": "7"}),
    post("me/password", signed_in(AGAIN), body=NEW_WAY_IN),
    get("me/passkeys/add", signed_in(AGAIN)),
    post("me/recovery-codes/new", signed_in(AGAIN)),
    post("me/passkeys/<int:pk>/remove", signed_in(AGAIN), args={"pk": "passkey"}),
]

WORK_ROWS: list[Row] = [
    # Which kind of pain fits is marked at home alone, and is nobody's business here.
    get(f"{C}/learn/<slug:page_id>", holder(200, leader=200), args=LEARN_IN),
    post(f"{C}/learn/<slug:page_id>/mark", signed_in(404), args=LEARN_IN, body={"on": "1"}),
    # The circle at work: Signe is in it, and nothing of home can be seen there, not even that it exists.
    get(C, holder(200, leader=200), {"leader": groups("work/name:holder")}, args=IN),
    get(f"{C}/page", holder(200, leader=200), dict.fromkeys(("holder", "leader"), groups("work/name:holder")), args=IN),
    get(
        f"{C}/people",
        holder(200, leader=200),
        {who: groups("work/name:holder", "work/name:leader") for who in ("holder", "leader")},
        args=IN,
    ),
    get(f"{C}/sees", holder(200, leader=200), {"holder": groups("work/name:leader")}, args=IN),
    get(f"{C}/flat", signed_in(404), args=IN, note="there is no such card at work"),
    get(f"{C}/cards", holder(200, leader=200), args=IN),
    get(f"{C}/review", holder(200, leader=200), args=IN),
    get(f"{C}/share", holder(200), args=IN),
    get(f"{C}/table", holder(200), {"holder": groups("work/name:leader")}, args=IN),
    get(
        f"{C}/page.pdf",
        holder(200, leader=200),
        dict.fromkeys(("holder", "leader"), groups("work/name:holder")),
        args=IN,
    ),
    get(
        f"{C}/people/<uuid:member_id>/topics",
        holder(200),
        {"holder": groups("work/name:leader")},
        args=IN | {"member_id": "leader"},
    ),
    post(f"{C}/people/name", holder(302, leader=302), args=IN, body=FORM),
    post(f"{C}/people/invite", holder(200), args=IN, body={"role": "colleague"}),
    post(
        f"{C}/people/invite",
        holder(422),
        {"holder": groups("work/name:holder", "work/name:leader")},
        args=IN,
        body={"role": "supporter"},
    ),
    post(f"{C}/people/leave", signed_in(404, leader=302), args=IN),
    post(f"{C}/people/<uuid:member_id>/out", holder(302), args=IN | {"member_id": "leader"}),
]
