"""python verify_sealed.py FILE: does this document say what was sealed? Needs nothing but Python 3.6 or later."""

import hashlib
import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    given = json.load(file)
document = json.loads(given["canonical"])
is_sealed = hashlib.sha256(given["canonical"].encode()).hexdigest() == given["sha256"]
for field, own in given["private"].items():
    digest = hashlib.sha256(bytes.fromhex(own["salt"]) + own["canonical"].encode()).hexdigest()
    is_sealed = is_sealed and digest == document[field]["commitment"]
    document[field] = json.loads(own["canonical"])
print(json.dumps(document, ensure_ascii=False, indent=1))
print("sha256", given["sha256"], "- as sealed" if is_sealed else "- NOT AS SEALED")
sys.exit(not is_sealed)
