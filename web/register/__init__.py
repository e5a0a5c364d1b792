"""The register of all cases, its file for spreadsheets, and the monitor (监控)."""
