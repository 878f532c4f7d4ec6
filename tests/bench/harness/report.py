"""Tables of results: on the terminal, as Markdown, as JSON."""
import json, re


class Table:
    """One table and what is to be said of it."""

    def __init__(self, title, columns, notes=()):
        self.title, self.columns, self.notes = title, columns, list(notes)
        self.rows = []

    def row(self, *cells):
        self.rows.append([str(cell) for cell in cells])

    def markdown(self):
        lines = [f"### {self.title}", "", "| " + " | ".join(self.columns) + " |", "|" + "---|" * len(self.columns)]
        lines += ["| " + " | ".join(row) + " |" for row in self.rows]
        return "\n".join([*lines, *(["", *self.notes] if self.notes else [])]) + "\n"

    def text(self):
        widths = [max(map(len, column)) for column in zip(self.columns, *self.rows)]
        line = lambda cells: "  " + "  ".join(cell.ljust(width) if number == 0 else cell.rjust(width) for number, (cell, width) in enumerate(zip(cells, widths)))
        return "\n".join([f"\n{self.title}", line(self.columns), *map(line, self.rows), *(f"  {note}" for note in self.notes)])


class Part:
    """What one part of a run found: tables to read, figures to compute with."""

    def __init__(self, name):
        self.name, self.tables, self.figures = name, [], {}

    def table(self, *arguments, **options):
        self.tables.append(Table(*arguments, **options))
        return self.tables[-1]


def write_json(path, document):
    path.write_text(json.dumps(document, indent=1) + "\n")


def insert(path, name, text):
    """Puts the tables of a part where a page has its place for them: between <!-- bench NAME --> and <!-- /bench NAME -->; false where it has none."""
    page = path.read_text()
    place = re.compile(rf"(<!-- bench {name} -->\n).*?(<!-- /bench {name} -->)", re.S)
    if not place.search(page):
        return False
    path.write_text(place.sub(lambda found: f"{found.group(1)}{text}\n{found.group(2)}", page))
    return True


def megabytes(octets):
    return f"{octets / 1e6:,.0f}"


def rate(records):
    return f"{records:,.0f}"
