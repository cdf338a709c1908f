"""Checks an evidence bundle of Zenobia with nothing but Python 3.8 or later.

    python verify.py                 in the unpacked bundle
    python verify.py bundle.zip      or on the file as it was received

It recomputes every digest of the bag (BagIt 1.0, RFC 8493), every chain of custody, and the digest and text of every
sealed document, and says what does not fit. Exit code 0: everything fits.
"""

import hashlib
import json
import os
import sys
import zipfile


class Folder:
    """The files of a bag, unpacked."""

    def __init__(self, root):
        self.root = root

    def names(self):
        for folder, _folders, files in os.walk(self.root):
            for file in files:
                yield os.path.relpath(os.path.join(folder, file), self.root).replace(os.sep, "/")

    def open(self, name):
        return open(os.path.join(self.root, *name.split("/")), "rb")


class Zipped:
    """The files of a bag, as received."""

    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)
        self.top = self.zip.namelist()[0].split("/")[0] + "/"

    def names(self):
        return [one[len(self.top) :] for one in self.zip.namelist() if not one.endswith("/")]

    def open(self, name):
        return self.zip.open(self.top + name)


def digest(bag, name):
    total = hashlib.sha256()
    with bag.open(name) as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            total.update(piece)
    return total.hexdigest()


def lines(bag, name):
    with bag.open(name) as file:
        return file.read().decode("utf-8").splitlines()


def listed(bag, manifest):
    for line in lines(bag, manifest):
        recorded, _space, name = line.partition("  ")
        yield recorded, name.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")


def check_manifests(bag, troubles):
    """Returns how many files were checked."""
    present = set(bag.names())
    named = set()
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        for recorded, name in listed(bag, manifest):
            named.add(name)
            if name not in present:
                troubles.append("missing: " + name)
            elif digest(bag, name) != recorded:
                troubles.append("changed: " + name)
    for name in sorted(present - named - {"tagmanifest-sha256.txt"}):
        troubles.append("not listed: " + name)
    return len(named)


def check_custody(bag, troubles):
    """Every chain begins with zeros, follows without a gap, and speaks of the file that lies in the bag."""
    entries = 0
    index = json.loads("\n".join(lines(bag, "data/evidence.json")))
    for item in index["items"]:
        previous = bytes(32)
        for expected, line in enumerate(lines(bag, item["custody"]), 1):
            entries += 1
            row = json.loads(line)
            canonical = row["canonical"].encode("utf-8")
            sealed = json.loads(canonical)
            hash_ = hashlib.sha256(previous + hashlib.sha256(canonical).digest()).digest()
            where = "custody of %s, entry %d" % (item["id"], expected)
            if sealed["sequence"] != expected:
                troubles.append(where + ": an entry is missing before it")
            if row["previous"] != previous.hex() or row["hash"] != hash_.hex():
                troubles.append(where + ": it does not follow from the one before")
            if sealed["sha256"] != item["sha256"]:
                troubles.append(where + ": it speaks of other bytes")
            previous = hash_
        if item.get("withheld"):
            print("Testimony, withheld to protect its source; its digest and custody are here: " + item["id"])
        elif not item["original"]:
            print("Without its original, which was missing when this was made: " + item["id"])
        elif digest(bag, item["original"]) != item["sha256"]:
            troubles.append("the original of %s is not the file whose custody was kept" % item["id"])
    documents = [one for one in index["documents"] if not one["file"].endswith(".sealed.json")]
    return len(index["items"]), entries, len(documents), index["ledger"]


def check_documents(bag, troubles):
    for document in json.loads("\n".join(lines(bag, "data/evidence.json")))["documents"]:
        if digest(bag, document["file"]) != document["sha256"]:
            troubles.append("sealed document changed: " + document["file"])
        if document["file"].endswith(".sealed.json"):
            check_sealed(bag, document["file"], troubles)


def check_sealed(bag, name, troubles):
    """The text that lies beside a seal is the one that was committed to; verify_sealed.py prints it."""
    given = json.loads("\n".join(lines(bag, name)))
    sealed = json.loads(given["canonical"])
    if hashlib.sha256(given["canonical"].encode("utf-8")).hexdigest() != given["sha256"]:
        troubles.append("not the document that was sealed: " + name)
    for field, own in given["private"].items():
        committed = hashlib.sha256(bytes.fromhex(own["salt"]) + own["canonical"].encode("utf-8")).hexdigest()
        if committed != sealed[field]["commitment"]:
            troubles.append("%s: '%s' is not what was sealed" % (name, field))


def main(arguments):
    where = arguments[0] if arguments else os.path.dirname(os.path.abspath(__file__))
    bag = Zipped(where) if os.path.isfile(where) else Folder(where)
    troubles = []
    files = check_manifests(bag, troubles)
    items, entries, documents, ledger = check_custody(bag, troubles)
    check_documents(bag, troubles)
    print(
        "%d files, %d items of evidence with %d entries of custody, %d sealed documents."
        % (files, items, entries, documents)
    )
    print("Ledger when it was made: place %s, head %s." % (ledger["position"], ledger["head"]))
    for trouble in troubles:
        print("NOT IN ORDER  " + trouble)
    print("Everything fits." if not troubles else "%d things do not fit." % len(troubles))
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
