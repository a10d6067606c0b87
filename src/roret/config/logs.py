"""Logs say what went wrong in the machine, never what a person said."""

from __future__ import annotations

import logging


class NoContent(logging.Filter):
    """Keep the kind of an error and where in our code it happened; drop its text and the request's address.

    An exception's own text can quote a form, a row or an address with a token in it.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            where = ""
            while trace is not None:
                code = trace.tb_frame.f_code
                if "roret" in code.co_filename:
                    where = f" in {code.co_name}:{trace.tb_lineno}"
                trace = trace.tb_next
            record.msg, record.args = f"{kind.__name__}{where}", ()
            record.exc_info = record.exc_text = None
        elif record.name.startswith("django"):
            record.msg, record.args = f"status {getattr(record, 'status_code', '-')}", ()
        record.stack_info = None
        return True
