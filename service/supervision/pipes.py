"""Reading pipes without waiting for them."""

import asyncio
import os

LONGEST_LINE = 2**20


async def open_reader(pipe: int) -> asyncio.StreamReader:
    """Read from a pipe in the running loop; it is closed at its end."""
    reader = asyncio.StreamReader(limit=LONGEST_LINE)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(pipe, "rb", buffering=0)
    )
    return reader
