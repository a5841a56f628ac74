"""Everything that the demo says."""

MARKDOWN = """\
# A page that writes itself

Every word here arrives **one by one**, as a model would send it, and is shown as *markdown* while
it grows: half a `**bold` word is bold already.

- Text never jumps: what has been painted stays.
- You may scroll up and read, or select text, while it writes.
- Nothing waits for the browser, and nothing is lost.

## Code, too

```python
from nbstream import stream

async def count(to: int):
    for number in range(to):
        yield f"{number}, "

await stream(count(100))
```

> Whatever yields strings can be streamed: `stream()` takes it from there.
"""

THOUGHTS = """\
Two places and a ferry. I can ask for all three at once, since none of them needs the others.\
"""

BEGINNING = """\
I'll look up the weather in **Lisbon** and in **Oslo** and the ferry times, all at the same time.\
"""

AFTER_THE_TOOLS = """\
The weather is in; the ferry company did not answer. I'll hand over to the **Packer**, who knows \
what goes into a bag.\
"""

PACKING_LIST = """\
## Packing for Lisbon and Oslo

Lisbon is *warm and dry*, Oslo is **wet and close to freezing**, so think in layers.

1. A rain jacket, which is your only coat
2. Two thin sweaters rather than a thick one
3. Sunglasses, for the first half

For the ferry, ask again in the morning. Until then, a reminder that you can paste:

```python
bag = {"rain jacket", "sweater", "sunglasses"}
missing = {"passport", "charger"} - bag
print("still to pack:", ", ".join(sorted(missing)))
```

> Whoever packs lightly carries it twice as far.
"""
