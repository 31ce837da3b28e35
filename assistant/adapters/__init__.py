"""assistant.adapters: doors to the world. One file or folder per outside thing; they do not know each other; only bootstrap names them."""
