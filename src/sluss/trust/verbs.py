"""The trail in words: every verb that leaves a line, and every kind of thing it is done to.

A closed list, so that who reads the trail meets no word of the machinery. A test compares it with the verbs
in the code.
"""

from typing import Any

from django.utils.translation import pgettext_lazy

VERBS: dict[str, Any] = {
    # accounts, roles, members
    "make account": pgettext_lazy("trail", "made an account"),
    "end sessions": pgettext_lazy("trail", "signed out everywhere"),
    "reset sign-in": pgettext_lazy("trail", "reset the sign-in"),
    "invite colleague": pgettext_lazy("trail", "invited a colleague"),
    "end role": pgettext_lazy("trail", "ended a role"),
    "confirm reporting contacts": pgettext_lazy("trail", "confirmed the reporting contacts"),
    "appoint": pgettext_lazy("trail", "gave a role in the coalition"),
    "appoint deputy": pgettext_lazy("trail", "appointed a deputy"),
    "end appointment": pgettext_lazy("trail", "ended a role in the coalition"),
    "make member": pgettext_lazy("trail", "took in a member"),
    "end membership": pgettext_lazy("trail", "ended a membership"),
    "check trail": pgettext_lazy("trail", "checked the trail"),
    # collecting
    "open round": pgettext_lazy("trail", "opened a round"),
    "expect": pgettext_lazy("trail", "expected a return"),
    "expect again": pgettext_lazy("trail", "expected a return again"),
    "excuse": pgettext_lazy("trail", "excused from answering"),
    "begin": pgettext_lazy("trail", "began the return"),
    "begin contact": pgettext_lazy("trail", "began to report a person"),
    "save contact": pgettext_lazy("trail", "saved a person"),
    "remove contact": pgettext_lazy("trail", "took a person away"),
    "restore contact": pgettext_lazy("trail", "put a person back"),
    "add contacts": pgettext_lazy("trail", "read in persons"),
    "take back contacts": pgettext_lazy("trail", "took back persons read in"),
    "send in list": pgettext_lazy("trail", "sent in a list"),
    "say columns": pgettext_lazy("trail", "said what the columns mean"),
    "say words": pgettext_lazy("trail", "said what the words mean"),
    "take persons out": pgettext_lazy("trail", "took the organisation's own persons out as a file"),
    "throw list away": pgettext_lazy("trail", "threw a list away"),
    "name group case": pgettext_lazy("trail", "named a group case"),
    "submit": pgettext_lazy("trail", "sent in the return"),
    "submit nil": pgettext_lazy("trail", "said that nobody was met"),
    "take back": pgettext_lazy("trail", "took the return back"),
    "read persons": pgettext_lazy("trail", "read the persons of a return"),
    "query": pgettext_lazy("trail", "asked a question"),
    "answer query": pgettext_lazy("trail", "answered a question"),
    "close query": pgettext_lazy("trail", "closed a question"),
    "settle": pgettext_lazy("trail", "answered the last question"),
    "accept": pgettext_lazy("trail", "accepted the return"),
    "reopen": pgettext_lazy("trail", "reopened the return"),
    "lock": pgettext_lazy("trail", "put the return into a release"),
    "remind": pgettext_lazy("trail", "reminded"),
    "snooze": pgettext_lazy("trail", "put off reminding"),
    # publishing
    "freeze": pgettext_lazy("trail", "froze a release"),
    "check": pgettext_lazy("trail", "began to check the release"),
    "find safe": pgettext_lazy("trail", "found the release safe"),
    "find broken": pgettext_lazy("trail", "found that the release betrays somebody"),
    "give up checking": pgettext_lazy("trail", "gave up checking the release"),
    "choose codes": pgettext_lazy("trail", "chose coarser codes"),
    "write note": pgettext_lazy("trail", "wrote a note to the release"),
    "publish": pgettext_lazy("trail", "published the release"),
    "restate": pgettext_lazy("trail", "replaced the release by a later one"),
    "make perspective": pgettext_lazy("trail", "made a perspective"),
    "change perspective": pgettext_lazy("trail", "changed a perspective"),
    "retire perspective": pgettext_lazy("trail", "put a perspective away"),
    "take up perspective": pgettext_lazy("trail", "took a perspective up again"),
    "enter earlier total": pgettext_lazy("trail", "entered an earlier total"),
    "correct earlier total": pgettext_lazy("trail", "corrected an earlier total"),
    "remove earlier total": pgettext_lazy("trail", "took an earlier total away"),
}

KINDS: dict[str, Any] = {
    "people.person": pgettext_lazy("trail", "account"),
    "coalition.affiliation": pgettext_lazy("trail", "role"),
    "coalition.appointment": pgettext_lazy("trail", "role in the coalition"),
    "coalition.organisation": pgettext_lazy("trail", "organisation"),
    "trust.trailentry": pgettext_lazy("trail", "line of the trail"),
    "contacts.round": pgettext_lazy("trail", "round"),
    "contacts.return": pgettext_lazy("trail", "return"),
    "contacts.contact": pgettext_lazy("trail", "person"),
    "contacts.query": pgettext_lazy("trail", "question"),
    "contacts.groupcase": pgettext_lazy("trail", "group case"),
    "contacts.importrun": pgettext_lazy("trail", "list"),
    "contacts.columnmapping": pgettext_lazy("trail", "meaning of a list"),
    "statistics.release": pgettext_lazy("trail", "release"),
    "statistics.perspective": pgettext_lazy("trail", "perspective"),
    "statistics.earliertotal": pgettext_lazy("trail", "earlier total"),
}
