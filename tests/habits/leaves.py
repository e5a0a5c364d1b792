"""An import contract of the project's own, for ``lint-imports``: some modules are leaves."""

import re

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class LeavesContract(Contract):
    """Modules of these names are imported by the named importers alone.

    leaves: regular expressions for the last part of a module's name. importers: for whole names.
    """

    leaves = fields.ListField(subfield=fields.StringField())
    importers = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Every import that is not allowed, as (importer, imported)."""
        leaf = re.compile(f"engine\\..*\\b({'|'.join(self.leaves)})")
        allowed = re.compile("|".join(self.importers))
        found = sorted(
            (importer, module)
            for module in graph.modules if leaf.fullmatch(module)
            for importer in graph.find_modules_that_directly_import(module)
            if not allowed.fullmatch(importer)
        )
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Say what to do instead."""
        for importer, module in check.metadata["found"]:
            room = module.rpartition(".")[0]
            output.print_error(
                f"{importer} imports {module}: only engine.installation.tables may. "
                f"What both need belongs into a module of its own in {room}; "
                "what must follow from an event, into that room's reactions."
            )
