"""assistant.errors: every failure a person can meet, as one tree.

AssistantError
├── RuleError        the domain said no; never retried
│   ├── AnswerRejected       the answer is empty or far too long
│   ├── ActieIncomplete      an actie misses words, who, when or a client utterance
│   ├── AddressSeen          words that may hold an address, in a dossier with a secret place; saving again keeps them
│   ├── NotConfirmable       something may not be confirmed yet; `details` lists what is missing
│   └── ToestemmingMissing   the client has not given leave for this purpose
├── StoreError       a dossier could not be read or written
│   ├── DossierNotFound      no dossier with this id
│   ├── DossierStale         another window or copy saved first
│   ├── DossierUnreadable    the file is damaged, cut off or not a dossier file
│   ├── DossierLocked        another window has the file; this one may only read
│   ├── DossierNotWritten    disk full, read-only folder, no rights
│   └── KeyRejected          the passphrase does not open the file (or the file is damaged: cannot be told apart)
├── GuidanceError    no guidance can be given now
│   ├── IndexMissing         there is no index yet
│   ├── IndexOutdated        built by another embedder or corpus
│   ├── EmbedderUnavailable  the embedder cannot be loaded
│   └── ThinkerUnavailable   the helper process did not start, stopped or took too long
├── ModelError       no usable reply from a language model
│   ├── ModelUnavailable     not reachable or too slow (is_retryable)
│   └── ReplyRejected        the reply breaks a rule
├── DocumentError    a file could not be read or made
│   ├── UnknownForm          a kind of file we do not know
│   ├── DocumentUnreadable   damaged, encrypted, a scan, or hostile
│   └── DocumentNotWritten   the place cannot be written
├── ContentError     a content file (prompts/, handleiding_corpus/) has a mistake: file, key and line
├── SettingsError    names the file and the key
└── NotThere         a named thing does not exist (persona, sheet, passage)

Every error carries four texts: `title` and `message` for the screen (plain Dutch), `hint` (what to do now) and `details` for the log.
None of them may hold words of a client.
"""

from __future__ import annotations


class AssistantError(Exception):
    """The root. `message` says what is wrong, `hint` what to do; `details` (ids, counts, paths) is for the log only."""

    title = "Er ging iets mis"
    exit_code = 5
    is_retryable = False

    def __init__(self, message: str, *, hint: str = "", details: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = details

    @property
    def sentence(self) -> str:
        """Message and hint as one text for a line on screen or stderr."""
        return f"{self.message} {self.hint}".strip()


class RuleError(AssistantError):
    title = "Dit kan zo niet"
    exit_code = 2


class AnswerRejected(RuleError):
    title = "Antwoord niet bewaard"


class AddressSeen(RuleError):
    title = "Nog niet bewaard"


class ActieIncomplete(RuleError):
    title = "De actie is nog niet af"


class NotConfirmable(RuleError):
    title = "Nog niet te bevestigen"


class ToestemmingMissing(RuleError):
    title = "Eerst toestemming"


class StoreError(AssistantError):
    title = "Het dossier"
    exit_code = 3


class DossierNotFound(StoreError):
    title = "Dossier niet gevonden"
    exit_code = 4


class DossierStale(StoreError):
    title = "Iemand anders heeft dit dossier net bewaard"


class DossierUnreadable(StoreError):
    title = "Het dossierbestand is niet te lezen"


class DossierLocked(StoreError):
    title = "Al open in een ander venster"


class DossierNotWritten(StoreError):
    title = "Niet bewaard"


class KeyRejected(StoreError):
    title = "Het bestand gaat niet open"


class GuidanceError(AssistantError):
    title = "De handleiding"
    exit_code = 3


class IndexMissing(GuidanceError):
    title = "De zoekindex ontbreekt"


class IndexOutdated(GuidanceError):
    title = "De zoekindex is verouderd"


class EmbedderUnavailable(GuidanceError):
    title = "Zoeken op betekenis kan nu niet"


class ThinkerUnavailable(GuidanceError):
    title = "Meedenken kan nu niet"
    is_retryable = True


class ModelError(AssistantError):
    title = "Het taalmodel"


class ModelUnavailable(ModelError):
    title = "Het taalmodel antwoordt niet"
    is_retryable = True


class ReplyRejected(ModelError):
    title = "Het taalmodel gaf geen bruikbaar voorstel"


class DocumentError(AssistantError):
    title = "Het document"
    exit_code = 3


class UnknownForm(DocumentError):
    title = "Onbekend soort bestand"


class DocumentUnreadable(DocumentError):
    title = "Het document is niet te lezen"


class DocumentNotWritten(DocumentError):
    title = "Het document is niet gemaakt"


class ContentError(AssistantError):
    """A mistake in an editable content file. `message` names file, key and, where known, the line."""

    title = "Een fout in een inhoudsbestand"
    exit_code = 3


class SettingsError(AssistantError):
    title = "Een fout in de instellingen"
    exit_code = 2


class NotThere(AssistantError):
    title = "Dat bestaat niet"
    exit_code = 4
