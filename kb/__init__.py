"""Treaty KB: cited answers on international cooperation in criminal matters."""

__version__ = "0.1.0"
