"""assistant.adapters.dossiers: the encrypted store. One SQLCipher file, a key envelope beside it, one lock.

Files in the folder: dossiers.db (encrypted), sleutel.json (the random key, wrapped by the passphrase and by the recovery code),
dossiers.slot (lock). The anchor against putting back an old file stands in another folder, with the list of what was erased.
"""

from __future__ import annotations

from assistant.adapters.dossiers.backups import Inhoud, look_into
from assistant.adapters.dossiers.chain import AccessLine
from assistant.adapters.dossiers.opening import store_exists
from assistant.adapters.dossiers.store import SqlcipherStore, Summary, create_store, open_store, restore

__all__ = ["AccessLine", "Inhoud", "SqlcipherStore", "Summary", "create_store", "look_into", "open_store", "restore", "store_exists"]
