"""The errors of Hearsay.

    HearsayError                 has a message for people and an exit code
    ├── OperatorError            somebody must act; the command ends
    │   ├── SettingsError        settings that cannot be read or make no sense
    │   ├── EnvironmentFault     something missing on this machine: model, disk space, folder
    │   ├── WarehouseError       database locked, damaged, ahead of the code
    │   ├── QueryError           SQL that DuckDB refuses
    │   └── Unfinished           batches left out, as a stage of theirs did not end
    └── RecordError              one record cannot be taken; it becomes a Failure, the batch goes on
        ├── Unreachable          no answer: DNS, connection, time-out
        ├── Unavailable          an answer that may be another soon: 408, 425, 429, 5xx
        ├── Refused              an answer we may not use: robots.txt, address guard, HTTP error
        ├── TooBig               over a limit of size, time, depth or count
        └── Unreadable           bytes without a feed, a page or words in them

Any other exception is a bug and stops the stage.
"""

from __future__ import annotations


class HearsayError(Exception):
    """Base of all. Say what is wrong, with which thing, and what to do about it."""

    exit_code = 1


class OperatorError(HearsayError):
    """Somebody must act before the command can work."""


class SettingsError(OperatorError):
    """The settings cannot be read or make no sense."""

    exit_code = 2


class EnvironmentFault(OperatorError):
    """Something is missing on this machine."""

    exit_code = 3


class WarehouseError(OperatorError):
    """The database is locked, damaged, or made by newer code."""

    exit_code = 4


class QueryError(OperatorError):
    """DuckDB refuses this SQL."""

    exit_code = 5


class Unfinished(OperatorError):
    """Batches were left out of a load, as a stage of theirs did not end."""

    exit_code = 6


class RecordError(HearsayError):
    """One record cannot be taken; the others can."""


class Unreachable(RecordError):
    """Nobody answered."""


class Unavailable(RecordError):
    """The server is overloaded or out of order."""


class Refused(RecordError):
    """There was an answer, or would be, but we may not use it."""


class TooBig(RecordError):
    """Over a limit of size, time, depth or count."""


class Unreadable(RecordError):
    """Bytes that hold no feed, no page, no words."""
