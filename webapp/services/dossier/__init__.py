"""The dossier: one model of the whole assessment, and every format that is made from it."""
