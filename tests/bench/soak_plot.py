"""The picture of a soak: memory, handles, threads and the store over the time, with the kills."""

WIDTH, HEIGHT, LEFT, TOP, GAP = 900, 130, 90, 40, 34
CURVES = ((1, "memory, MiB"), (2, "handles"), (3, "threads"), (4, "store, MiB"))


def draw(path, samples, kills, seconds, scale):
    whole = TOP + len(CURVES) * (HEIGHT + GAP) + 20
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + 20} {whole}" font-family="sans-serif" font-size="13">',
             '<rect width="100%" height="100%" fill="white"/>',
             f'<text x="{LEFT}" y="22">{seconds * scale / 3600:g} hours of event time in {seconds:.0f} s; dashed: killed and started again</text>']
    across = lambda passed: LEFT + passed / seconds * WIDTH
    for number, (column, name) in enumerate(CURVES):
        top = TOP + number * (HEIGHT + GAP)
        highest = max(sample[column] for sample in samples) * 1.15 or 1
        down = lambda value: top + HEIGHT - value / highest * HEIGHT
        parts.append(f'<path d="M{LEFT} {top}V{top + HEIGHT}H{LEFT + WIDTH}" fill="none" stroke="#888"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{top + HEIGHT}" text-anchor="end">0</text><text x="{LEFT - 8}" y="{top + 12}" text-anchor="end">{highest:.0f}</text>'
                     f'<text x="{LEFT + 8}" y="{top + 14}" font-weight="bold">{name}</text>')
        for killed in kills:
            parts.append(f'<path d="M{across(killed):.1f} {top}V{top + HEIGHT}" stroke="#c33" stroke-dasharray="3 3"/>')
        points = " ".join(f"{across(sample[0]):.1f},{down(sample[column]):.1f}" for sample in samples)
        parts.append(f'<polyline points="{points}" fill="none" stroke="#2563a8" stroke-width="2"/>')
    for tenth in range(0, 11, 2):
        parts.append(f'<text x="{LEFT + tenth / 10 * WIDTH:.0f}" y="{whole - 18}" text-anchor="middle">{seconds * scale / 3600 * tenth / 10:.0f} h</text>')
    with open(path, "w") as file:
        file.write("\n".join([*parts, "</svg>", ""]))
