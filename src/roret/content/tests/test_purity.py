import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[3]
ALLOWED = {"roret", "msgspec", "markdown_it", "mdurl", "typing_extensions"}


def test_the_room_loads_no_framework_and_knows_no_other_room() -> None:
    code = (
        "import sys; before = set(sys.modules)\n"
        "from roret.content import answers, cards, pages, released, sentences\n"
        "cards.whole_deck()\n"
        "print('\\n'.join(set(sys.modules) - before))"
    )
    run = subprocess.run([sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(SOURCE)!r}); {code}"],
                         capture_output=True, text=True, check=True)  # fmt: skip
    loaded = set(run.stdout.split())
    outside = {name.split(".")[0] for name in loaded} - set(sys.stdlib_module_names) - ALLOWED
    assert outside == set()
    assert {name.split(".")[1] for name in loaded if name.startswith("roret.")} == {"content"}
