"""What follows from the rules of the statutes, said with an example: "notice goes out on 10 March at the latest"."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sluss.coalition.rules import StatuteRules, latest_notice
from sluss.trust.templatetags.look import day as said


def annual_meeting_of(year: int, rules: StatuteRules) -> dt.date:
    """The last day on which the annual meeting of a year is held in time."""
    month, day = rules.latest_annual_meeting
    return dt.date(year, month, day)


def what_follows(rules: StatuteRules, meeting: dt.date, members: int) -> list[str]:
    """Sentences: which day is the last for what when the annual meeting is on a day, and how many must come."""
    found = [
        _("With the annual meeting on %(meeting)s, notice goes out on %(day)s at the latest.")
        % {"meeting": said(meeting), "day": said(latest_notice(meeting, rules))}
    ]
    if rules.earliest_notice_days is not None:
        found.append(
            _("It goes out on %(day)s at the earliest.")
            % {"day": said(_before(meeting, rules.earliest_notice_days))}
        )
    found += [
        _("Motions are in by %(day)s.") % {"day": said(_before(meeting, rules.motion_days))},
        _("Papers are sent by %(day)s.") % {"day": said(_before(meeting, rules.papers_days))},
        _("Members have named their delegates by %(day)s.")
        % {"day": said(_before(meeting, rules.accreditation_days))},
        _("The minutes are adjusted by %(day)s.")
        % {"day": said(meeting + dt.timedelta(days=rules.minutes_days))},
    ]
    if rules.quorum_percent and members:
        needed = -(-members * rules.quorum_percent // 100)
        found.append(
            ngettext(
                "One organisation of %(all)s must be there for the meeting to decide.",
                "%(n)s organisations of %(all)s must be there for the meeting to decide.",
                needed,
            )
            % {"n": needed, "all": members}
        )
    return found


def _before(meeting: dt.date, days: int) -> dt.date:
    return meeting - dt.timedelta(days=days)
