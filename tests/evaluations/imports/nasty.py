"""Texts that are hard to print and harder to read back, by what makes them so."""

LOREM = "Aux quatre semestres succède un stage, dont la durée et le lieu changent chaque année. " * 5
TEXTS = {
    "marks inside marks": "<p>a <strong>b <em>c</em></strong> d<sub>2</sub>e<sup>3<sub>4</sub></sup> "
    "<sup><em>x</em></sup></p>",
    "scripts side by side": "<p>x<sup>2</sup><sub>i</sub> a<sup>b<sup>c</sup></sup> e<sub>f<sup>g</sup></sub></p>",
    "spaces around marks": "<p>x  y <em> z </em> t<strong> </strong>u <em>v</em> <em>w</em><em>k</em> !</p>",
    "marks over many lines": f"<p><em>{LOREM}<strong>{LOREM}</strong>{LOREM}</em></p>",
    "marks beside every sign": "<p>"
    + "<em>mot</em>-<strong>mot</strong> « <em>mot</em> » (<em>x</em>) : " * 40
    + "</p>",
    "a mark at every end of line": "<p>" + "a<sup>2</sup> b<sub>i</sub> <em>c</em>, <strong>d</strong>. " * 60 + "</p>",
    "links": f'<p>{LOREM}<a href="https://example.org/a?b=c&amp;d=é">{LOREM}<em>ici</em> fin</a>.</p>',
    "links one after the other": '<p><a href="https://a.fr">l</a> <a href="https://a.fr">m</a> '
    '<a href="https://b.fr">n</a><a href="mailto:a@b.fr">o</a></p>',
    "line breaks": "<p>un<br>deux<br><br>trois <em>quatre<br>cinq</em> <a href='https://a.fr'>six<br>sept</a><br>.</p>",
    "nested lists": f"<ul><li>un<ol><li>deux<ul><li>trois {LOREM}</li><li>quatre</li></ul></li><li>cinq</li></ol></li>"
    "<li><ol><li>seul</li></ol><ul><li>six</li></ul></li></ul><ol><li>a</li></ol><ol><li>b</li></ol>",
    "a list over pages": f"<ol>{f'<li>{LOREM}<ul><li>{LOREM}</li></ul></li>' * 8}</ol>",
    "a table in an item": "<ul><li>un<br>deux<table><tbody><tr><td>x</td><td></td></tr></tbody></table></li></ul>",
    "items that look like lists": "<p>- a</p><p>• b</p><p>1. c</p><ul><li>- d</li><li>1. e</li></ul>",
    "headers of every kind": "<table><caption>Effectifs <em>prévus</em><br>(hors <strong>alternance</strong>)</caption>"
    '<thead><tr><th scope="col" rowspan="2">A</th><th scope="colgroup" colspan="2">B</th></tr>'
    '<tr><th scope="col">C</th><th scope="row">D</th></tr></thead>'
    '<tbody><tr><th scope="row">r</th><td>1</td><td>-</td></tr>'
    f'<tr><th scope="rowgroup" data-level="2" rowspan="2">s</th><td></td><td>{LOREM}</td></tr>'
    '<tr><td colspan="2">12 345<br>x <strong>y</strong></td></tr>'
    '<tr><th scope="col" data-level="1">savoir-faire</th><td>enseignement supérieur-recherche</td><td>3,14</td></tr>'
    "</tbody></table>",
    "a header alone": "<table><thead><tr><th>seul</th></tr></thead></table>",
    "a table over pages": "<table><thead><tr><th>n</th><th>-</th><th>vide</th><th>texte</th></tr></thead><tbody>"
    + "".join(f"<tr><th>n° {n}</th><td>-</td><td></td><td>{LOREM[: n * 3]}</td></tr>" for n in range(60))
    + "</tbody></table>",
    "a table of fourteen columns": f"<table><tbody><tr>{'<td>mot-long constitutionnel</td>' * 14}</tr></tbody></table>",
    "a paragraph over pages": f"<p>{LOREM * 20}</p>",
    "hyphens at ends of lines": f"<p>{'savoir-faire et socio-économique, ' * 60}</p>",
    "signs inside words": "<p>"
    + "a—b a–b (a)(b) a/(b) mot…mot [1][2] x=y+z 12-15 1/2 et/ou c’est-à-dire ; " * 20
    + "</p>",
    "addresses": f"<p>{'https://www.example.org/un/chemin/tres-long/page_une.html?x=1&amp;y=2#z ' * 9}</p>",
    "words longer than a line": f"<p>{'x' * 400} {'é-' * 200} {'anticonstitutionnellement' * 9}</p>",
    "every space": "<p>a\u00a0: b\u202f; «\u00a0c\u00a0» d \u00a0 e\u2009f\u2003g\u2002h\u2007i\u3000j\u200bk</p>",
    "non-breaking spaces alone": "<p>\u00a0début et fin\u00a0</p><p>\u00a0</p>"
    "<p>a<em>\u00a0</em>b <em>c</em>\u00a0<em>d</em></p>",
    "lines that end at another space": "<p>" + "mot\u2003mot\u2009mot\u200bmot " * 40 + "mot\u00a0mot " * 60 + "</p>",
    "ligatures": "<p>œuvre cœur Œ æ ﬁ ﬂ fi fl ffi ffl affiche effluve différent ﬀ</p>"
    "<p><em>affiche</em> <strong>fi</strong></p>",
    "one drawing for two characters": "<p>‐ ‑ - − – — ― · • ‧ μ µ Ω ' ’ ʼ ` A Α А o ο о</p>",
    "symbols of other faces": "<p>→ ≥ ≤ α β Å ° ² ½ € … ✓ ☐ ∞ ∑ ♥ ∀</p>",
    "marks above and below": "<p>q\u0303 q x\u0305x \u1ead ру\u0301сский</p>",
    "no face at all": "<p>Rien pour \U0001fae8 ni \ue000, puis du texte.</p>",
    "emoji": "<p>Bien 👍🏽, 👨‍👩‍👧 et ☎️ 🇫🇷.</p>",
    "right to left": f"<p>Le mot עברית, puis (مرحبا) 12.</p><p>{'שלום עולם ' * 60}</p>",
    "without spaces": f"<p>{'日本語文章' * 60}</p><p>{'ภาษาไทยง่าย' * 30}</p><p>हिन्दी தமிழ்</p>",
    "what HTML and PDF escape": "<p>&lt;b&gt; &amp;amp; \" ' \\ ( ) % {{ x }} {% if %} "
    "<em>(</em>\\<strong>)</strong></p>",
}
