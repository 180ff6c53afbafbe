"""German: the words of documents."""

from reports.languages import Language

LANGUAGE = Language(
    name="Deutsch",
    babel="ngerman",
    reasons={
        "by definition": "da {v} = {e}",
        "chain rule": "Kettenregel",
        "open a local derivative": "die Gleichung selbst",
        "from above": "oben Gefundenes einsetzen",
        "derivative of a constant": "die Ableitung einer Konstanten ist\u00a00",
        "derivative of the variable": "die Ableitung der Variablen ist\u00a01",
        "sum rule": "Summenregel",
        "constant factor rule": "Faktorregel",
        "product rule": "Produktregel",
        "quotient rule": "Quotientenregel",
        "derivative of a power with a variable exponent": (
            "eine Potenz ist die Exponentialfunktion von Exponent mal Logarithmus"
        ),
        "derivative of a function": "ihre Ableitung, siehe oben",
        "derivative of a scalar product": "ein Skalarprodukt ist linear in jedem Vektor",
        "each entry in one term": "jeder Eintrag kommt nur in einem Summanden vor",
        "derivative of exp": "Ableitung der Exponentialfunktion",
        "derivative of log": "Ableitung des Logarithmus",
        "derivative of power in its x": "Potenzregel",
        "derivative of power in its p": "Ableitung einer Potenz nach ihrem Exponenten",
        "derivative of div in its q": "Ableitung eines Kehrwerts",
        "pullback of matmul": "ein Matrixprodukt, in beiden Faktoren",
        "pullback to a constant": "das hängt nicht davon ab",
        "pullback entry by entry": "Kettenregel, Eintrag für Eintrag",
        "pullback of broadcast": "eine Zahl für alle Einträge: ihre Anteile addieren sich",
        "pullback of matmul in its a": "ein Matrixprodukt, im linken Faktor",
        "pullback of matmul in its b": "ein Matrixprodukt, im rechten Faktor",
        "pullback of transpose": "eine Transponierte",
        "pullback of sum": "eine Summe gibt ihren Anteil an jeden Summanden weiter",
        "pullback of norm": "die Länge eines Vektors ändert sich in Richtung des Vektors",
        "pullback of softmax": "Ableitung der Softmax-Funktion",
        "pullback of align": "ein Array an mehreren Stellen: seine Anteile addieren sich",
        "pullback of take in its x": "ein Eintrag hängt nur von sich selbst ab",
        "pullback of scatter in its x": "eine Zahl ist ein Summand des Eintrags, zu dem sie addiert wird",
        "pullback of max_along": "der größte Eintrag gibt seinen Anteil weiter",
        "derivative of opaque": "Ableitung der Funktion",
        "pullback of array": "ein Eintrag eines Arrays ist nur er selbst",
        "pullback of concatenate": "jeder Teil erhält seinen eigenen Abschnitt",
        "pullback of diag": "die Einträge neben der Diagonalen sind konstant",
        "pullback of diagonal": "die Einträge neben der Diagonalen kommen nicht vor",
        "pullback of trace": "der Gradient der Spur ist die Einheitsmatrix",
        "pullback of det": "Jacobis Formel für die Determinante",
        "pullback of kron": "jeder Eintrag des linken Faktors multipliziert einen Block, nämlich den rechten Faktor",
        "pullback of kron_left": "die Transponierte des Kronecker-Produkts",
        "pullback of kron in its a": "jeder Eintrag des linken Faktors multipliziert einen Block",
        "pullback of kron in its b": "der rechte Faktor steht in jedem Block",
        "pullback of vec": "vec verschiebt nur Einträge",
        "pullback of inverse": "Ableitung der inversen Matrix",
        "pullback of argmax": "bei kleinen Änderungen bleibt die Stelle des größten Eintrags dieselbe",
        "pullback of single": "der Bias eines einzelnen Neurons ist ein Eintrag",
        "pullback of spread": "ein Vektor für alle Beispiele: seine Anteile addieren sich",
        "derivative of relu": "Ableitung der ReLU-Funktion",
        "derivative of max in its p": "der größere von beiden gibt seinen Anteil weiter",
        "derivative of min in its p": "der kleinere von beiden gibt seinen Anteil weiter",
        "derivative of power": "Potenzregel, in Basis und Exponent",
        "derivative by cases": "zwischen ihren Sprüngen ist eine Formel mit Fallunterscheidung einer ihrer Fälle",
        "derivative of sign": "das Vorzeichen ist zwischen seinen Sprüngen konstant",
        "derivative of equals": "eine Indikatorfunktion ist zwischen ihren Sprüngen konstant",
        "derivative of sin": "Ableitung des Sinus",
        "derivative of cos": "Ableitung des Kosinus",
        "derivative of arctan": "Ableitung des Arkustangens",
        "derivative of erf": "Ableitung der Fehlerfunktion",
        "derivative of normal_cdf": "Ableitung der Verteilungsfunktion der Normalverteilung",
        "derivative of a root": "Ableitung einer Wurzel",
        "sum rule over an index": "Summenregel: jeder Summand, siehe oben",
        "powers together": "Zahlen und Potenzen zusammenfassen",
        "multiply out": "ausmultiplizieren",
        "over one denominator": "auf einen Nenner bringen",
        "factors in front": "gemeinsame Faktoren ausklammern",
        "a sign over its absolute value": "x ist sein Vorzeichen mal sein Betrag",
        "sine and cosine squared": "sin² + cos² = 1",
        "definition of abs": "Definition des Betrags",
        "definition of sigmoid": "Definition von σ",
        "definition of sigmoid_prime": "Definition von σ′",
        "definition of softplus": "Definition von Softplus",
        "definition of leaky_relu": "Definition der Leaky-ReLU-Funktion",
        "definition of swish": "Definition von Swish",
        "definition of gelu": "Definition von GELU",
        "definition of step": "Definition der Stufenfunktion",
        "definition of tan": "Definition des Tangens",
        "definition of sinh": "Definition des Sinus hyperbolicus",
        "definition of cosh": "Definition des Kosinus hyperbolicus",
        "definition of tanh": "Definition von tanh",
        "definition of tanh_prime": "Definition von tanh′",
        "drop a zero term": "die 0 weglassen",
        "drop a factor 1": "die 1 weglassen",
        "a product with 0": "ein Produkt mit 0 ist\u00a00",
        "arithmetic": "ausrechnen",
        "multiply the numbers": "die Zahlen multiplizieren",
        "power 1": "eine erste Potenz",
        "divide by 1": "durch 1 teilen",
        "reorder the terms": "umordnen",
        "two minus signs cancel": "die beiden Minuszeichen heben sich auf",
        "minus times minus is plus": "minus mal minus ist plus",
        "the minus sign in front": "das Minuszeichen nach vorn",
        "the minus sign into the bracket": "das Minuszeichen in die Klammer",
        "minus one as a minus sign": "ein Faktor −1",
        "a difference turned around": "das Minuszeichen kehrt die Differenz um",
        "take out a minus sign": "das Minuszeichen herausziehen",
        "a fraction as a power": "ein Bruch als Potenz",
        "a negative power as a fraction": "eine negative Potenz als Bruch",
        "the denominator in front": "der Nenner nach vorn",
        "one fraction": "ein Bruch",
        "a number into the fraction": "die Zahlen zusammenfassen",
        "the square of a power": "das Quadrat einer Potenz",
        "one power": "eine Potenz",
        "one fraction for all entries": "eine Zahl für alle Einträge",
        "the numbers first": "die Zahl nach vorn",
        "numbers beside an array": "eine Zahl multipliziert jeden Eintrag",
        "a fraction of a fraction": "ein Bruch von einem Bruch",
        "common denominator": "gemeinsamer Nenner",
        "expand": "Klammern auflösen",
        "opposite terms cancel": "entgegengesetzte Summanden heben sich auf",
        "equal factors cancel": "gleiche Faktoren kürzen sich",
        "equal powers cancel": "kürzen",
        "equal terms together": "gleiche Summanden zusammenfassen",
        "the common factor in front": "den gemeinsamen Faktor nach vorn",
        "products of matrices in another grouping": "Produkte dürfen beliebig geklammert werden",
        "a number over its absolute value": "eine Zahl durch ihren Betrag ist ihr Vorzeichen",
        "sigmoid of a negative": "1 − σ(−z) = σ(z)",
        "a one-hot vector adds up to 1": "die Einträge eines One-Hot-Vektors ergeben zusammen\u00a01",
        "the entries of a distribution add up to 1": (
            "die Einträge einer Wahrscheinlichkeitsverteilung ergeben zusammen\u00a01"
        ),
        "one-hot columns add up to 1": "die Einträge einer One-Hot-Spalte ergeben zusammen\u00a01",
        "one-hot rows add up to 1": "die Einträge einer One-Hot-Zeile ergeben zusammen\u00a01",
        "the identity matrix drops out": "die Einheitsmatrix fällt weg",
        "a sum times a vector": "jeder Summand mal den Vektor",
        "a diagonal matrix times a vector": "eine Diagonalmatrix multipliziert Eintrag für Eintrag",
        "a symmetric matrix is its own transpose": "eine symmetrische Matrix ist ihre eigene Transponierte",
        "transpose of an inverse": "die Transponierte der Inversen ist die Inverse der Transponierten",
        "add and subtract the same": "{c} addieren und subtrahieren",
        "split the fraction": "den Bruch aufteilen",
        "a square as a product": "ein Quadrat als Produkt",
        "a square over a square": "ein Quadrat durch ein Quadrat",
        "take out the common factor": "{u} ausklammern",
        "transpose of a product": "Transponierte eines Produkts",
        "transpose of a transpose": "zweimal transponiert",
    },
    texts={
        "and": "{before} und {item}",
        "then": "{before}; {item}",
        "listed": "{before}, {item}",
        "two sentences": "{first}. {Second}",
        "labelled": "{label}: {text}",
        "contents": "Inhalt",
        "link to line": "ein Link auf diese Zeile",
        "steps folded": "die Schritte",
        "made of model": "Erstellt von derive {version} aus dem Modell „{model}“; {count} Gleichungen nachgerechnet.",
        "made of document": (
            "Erstellt von derive {version} aus einem Modelldokument; {count} Gleichungen nachgerechnet."
        ),
        "made of formula": "Erstellt von derive {version} aus {formula}; {count} Gleichungen nachgerechnet.",
        "made": "Erstellt von derive {version}.",
        "keyword gradient": "Gradient",
        "keyword backpropagation": "Backpropagation",
        "keyword slides": "Folien",
        "keyword cheat sheet": "Formelblatt",
        "keyword layout": "Layout",
        "keyword derivative": "Ableitung",
        "part labelled": "Für {label}",
        "part of layers": "Alle Schichten",
        "part of one example": "Für ein Beispiel",
        "part alone": "Das Modell",
        "part of features": "In Komponenten, für {count} Merkmale",
        "part of sizes": "In Komponenten, für {size} = {count}",
        "given": "Was gegeben ist",
        "shapes": "Formen",
        "graph": "Der Rechengraph",
        "values flow": "Die Werte fließen vorwärts, von links nach rechts.",
        "gradients flow": "Die Gradienten, in Rot unter den Knoten, fließen vom Verlust zurück.",
        "values and gradients flow": (
            "Die Werte fließen vorwärts, von links nach rechts; die Gradienten, in Rot unter den Knoten, fließen "
            "zurück. Was gegeben ist, ist blau."
        ),
        "graph in words": "Rechengraph, von links nach rechts: {nodes}. Gradienten fließen von rechts nach links.",
        "node in words": "{node} aus {inputs}",
        "neurons in words": "Die Neuronen von {model}, Schicht für Schicht, von links nach rechts.",
        "role loss": "der Verlust",
        "role derivative": "ein Name dafür",
        "role abbreviation": "eine Abkürzung",
        "kind loss": "der Verlust",
        "kind parameter": "Parameter",
        "kind data": "Daten",
        "kind derivative": "eine Ableitung",
        "kind computed": "berechnet",
        "one number learnt": "Eine Zahl wird gelernt.",
        "numbers learnt": "{count} Zahlen werden gelernt.",
        "short name": "Hier steht {short} kurz für {long}, und so bei anderen Namen.",
        "taken name": "{short} ist hier aber ein eigener Name; darum wird {long} ausgeschrieben.",
        "note parameter": "{names} zählt zu den Parametern, denn nirgends steht, was Daten sind: {declaration}.",
        "note parameters": "{names} zählen zu den Parametern, denn nirgends steht, was Daten sind: {declaration}.",
        "note number": "{names} wird als Zahl gelesen, denn nichts sagt etwas anderes: eine Matrix ist {shape}.",
        "note numbers": "{names} werden als Zahlen gelesen, denn nichts sagt etwas anderes: eine Matrix ist {shape}.",
        "note idle": "{loss} hängt nicht von {names} ab: der Gradient ist null.",
        "note rows": (
            "Die Beispiele sind hier Zeilen. "
            "Was über andersherum stehende Felder veröffentlicht ist, beurteilt der Bericht ohne diesen Hausstil."
        ),
        "note columns": (
            "Die Beispiele sind hier Spalten. "
            "Was über andersherum stehende Felder veröffentlicht ist, beurteilt der Bericht ohne diesen Hausstil."
        ),
        "note no equation": "Zeile {line}: {formula} gibt keinem Namen eine Gleichung.",
        "layout of variables": "Ein Gradient hat die Form seiner Variablen (Nenner-Layout).",
        "layout of parameters": "Jeder Gradient hat die Form seines Parameters (Nenner-Layout).",
        "of shape": "Form {shape}",
        "number": "eine Zahl",
        "scalar": "Skalar",
        "if": "falls",
        "otherwise": "sonst",
        "head name": "Name",
        "head kind": "was es ist",
        "head shape": "Form",
        "head layers": "Schichten",
        "head gradient": "Gradient",
        "head step": "Schritt",
        "head road": "Weg",
        "head worst": "größter Fehler",
        "head largest": "größter relativer Fehler",
        "head published": "veröffentlicht",
        "head verdict": "Urteil",
        "head example": "Beispiel",
        "head change": "Änderung",
        "head before": "{loss} vorher",
        "head after": "{loss} nachher",
        "head ratio": "Verhältnis",
        "head derivative": "Ableitung",
        "head convention": "Konvention",
        "head model": "wie das Modell lautet",
        "head the gradient": "der Gradient",
        "head node": "Knoten",
        "head from": "aus",
        "head formula": "Formel",
        "head value": "Wert",
        "backward": "Rückwärts, eine lokale Ableitung nach der anderen",
        "backward by layers": "Rückwärts, Schicht für Schicht",
        "derivative of": "Die Ableitung von {function}",
        "as before": "Wie zuvor: {equations}.",
        "aside": "Nebenrechnung, wie sich {node} mit {v} ändert:",
        "loss directly": "Der Verlust hängt direkt von {v} ab:",
        "loss not": "Der Verlust hängt nicht von {v} ab:",
        "loss through": "Der Verlust hängt über {nodes} von {v} ab:",
        "gradients": "Die Gradienten",
        "descent": "Ein Schritt des Gradientenabstiegs",
        "descent with rate": "Ein Schritt des Gradientenabstiegs, mit der Lernrate {rate}:",
        "found before": "Schon gefunden",
        "on the side": "Nebenrechnung: {factor}",
        "factor by factor": "Ein Faktor nach dem anderen:",
        "put in one": "Das setzen wir ein:",
        "put in several": "Diese setzen wir ein:",
        "together": "Zusammen:",
        "sentence of reason": "{Reason}:",
        "sources": "Quellen",
        "evidence": "Belege",
        "other roads": "Andere Wege: {part}",
        "cross-check": "Gegenprobe",
        "roads with pass": (
            "Jeder Gradient wurde auch auf Wegen gefunden, die keine Ableitungsregel mit der "
            "Herleitung oben gemeinsam haben: von einem handgeschriebenen NumPy-Durchlauf, aus "
            "Differenzen des Verlusts allein und mit SymPys eigener Kettenregel für den Verlust in "
            "Komponenten. Die Zahlen sind die größten relativen Fehler an zufälligen Punkten mit "
            "festem Startwert. Übereinstimmende Zahlen sind ein Indiz, kein Beweis; bewiesen sind die "
            "Gleichungen oben, Schritt für Schritt."
        ),
        "roads without pass": (
            "Jeder Gradient wurde auch auf Wegen gefunden, die keine Ableitungsregel mit der "
            "Herleitung oben gemeinsam haben: aus Differenzen des Verlusts allein, durch einen "
            "komplexen Schritt durch die Vorwärtsrechnung (anstelle eines handgeschriebenen "
            "NumPy-Durchlaufs, den für dieses Modell noch niemand geschrieben hat) und mit SymPys "
            "eigener Kettenregel für den Verlust in Komponenten. Die Zahlen sind die größten "
            "relativen Fehler an zufälligen Punkten mit festem Startwert. Übereinstimmende Zahlen "
            "sind ein Indiz, kein Beweis; bewiesen sind die Gleichungen oben, Schritt für Schritt."
        ),
        "roads in short": (
            "Jeder Gradient wurde auch auf Wegen gefunden, die keine Ableitungsregel mit der "
            "Herleitung gemeinsam haben. Übereinstimmende Zahlen sind ein Indiz, kein Beweis; "
            "bewiesen sind die Gleichungen der Herleitung, Schritt für Schritt."
        ),
        "road by hand": "der handgeschriebene NumPy-Durchlauf",
        "road differences": "finite Differenzen (Richardson)",
        "road complex step": "komplexer Schritt",
        "road sympy": "SymPys Gradient des Verlusts in Komponenten",
        "road sympy at sizes": "SymPys Gradient des Verlusts in Komponenten ({sizes})",
        "road unwritten": "{road}: für dieses Modell hat ihn niemand geschrieben",
        "road too deep": "{road}: der Verlust ist dafür zu tief verschachtelt",
        "road too long": "{road}: der Verlust ist in Komponenten dafür zu lang",
        "road impossible": "{road}: für diesen Verlust nicht möglich",
        "points": "{points} Punkte, Startwert {seed}",
        "points at sizes": "{points} Punkte, Startwert {seed}, {sizes}",
        "as SymPy leaves it": "wie SymPy es stehen lässt",
        "all too long for SymPy": (
            "SymPy schreibt die Gradienten in den Eingaben aus, in Zeilen, die "
            "zum Lesen zu lang sind; verglichen wurden sie."
        ),
        "SymPy too long": (
            "{gradients}: SymPy schreibt sie in den Eingaben aus, in Zeilen, die zum Lesen zu lang "
            "sind; verglichen wurden sie."
        ),
        "published": "Was veröffentlicht ist und was daraus wurde",
        "proved for all": "bewiesen für alle Größen",
        "proved for some": "bewiesen für die genannten Größen",
        "outcome assuming": "{outcome}, vorausgesetzt {assumptions}",
        "assumed": "Vorausgesetzt",
        "assuming": "vorausgesetzt {assumptions}",
        "outcome refuted": "widerlegt",
        "outcome undecided": "unentschieden",
        "outcome convention": "wahr nur unter einer anderen Konvention",
        "outcome ill-shaped": "Formen passen nicht",
        "outcome definition": "Definition",
        "outcome declaration": "Deklaration",
        "outcome value": "Wert",
        "outcome update": "Schritt",
        "outcome notation": "Schreibweise",
        "outcome fragment": "Bruchstück",
        "outcome prose": "Text",
        "outcome unbound": "unbekannter Name",
        "outcome ambiguous": "mehrdeutig",
        "outcome unreadable": "nicht lesbar",
        "outcome skipped": "übergangen",
        "if nonzero": "{part} ≠ 0",
        "if positive": "{part} > 0",
        "if not-negative": "{part} ≥ 0",
        "if regular": "{part} hat eine Inverse",
        "if within": "{part} ist eine Stelle bis {end}",
        "if one-hot": "{part} ist ein One-Hot-Vektor",
        "if symmetric": "{part} ist symmetrisch",
        "if distribution": "die Einträge von {part} haben die Summe 1",
        "if distribution rows": "die Einträge jeder Zeile von {part} haben die Summe 1",
        "if distribution columns": "die Einträge jeder Spalte von {part} haben die Summe 1",
        "if one-hot rows": "jede Zeile von {part} ist ein One-Hot-Vektor",
        "if one-hot columns": "jede Spalte von {part} ist ein One-Hot-Vektor",
        "layers repeat": (
            "Alle Schichten wiederholen, was oben hergeleitet wurde. Im ganzen Modell wurde jede der "
            "folgenden Formeln für jede Schicht einzeln beurteilt, zwischen den Namen, von denen sie "
            "spricht."
        ),
        "in numbers": "In Zahlen",
        "numbers of layers": (
            "Die veröffentlichten Gradienten wurden an zufälligen Punkten mit festem Startwert in "
            "Zahlen ausgerechnet und entlang einer zufälligen Richtung für jeden Parameter mit "
            "anderen Wegen verglichen; die Zahlen sind die größten relativen Fehler."
        ),
        "worked numbers": "Durchgerechnetes Beispiel",
        "at the rate": "Mit der Lernrate {rate}:",
        "at the rate, natural": "Mit natürlichen Logarithmen und der Lernrate {rate}:",
        "at the rate, base 10": "Mit Zehnerlogarithmen und der Lernrate {rate}:",
        "loss before": "der Verlust vor dem Schritt",
        "loss after": "der Verlust nach dem Schritt",
        "one step": "ein Schritt",
        "predicts": "Für die neue Eingabe sagt das Modell vorher:",
        "predicts for": "Für die neue Eingabe {query} sagt das Modell vorher:",
        "before the step": "vor dem Schritt",
        "after the step": "nach dem Schritt",
        "small change": "Eine kleine Änderung und was sie bewirkt",
        "small change told": (
            "Wir ändern eine Größe ein wenig, hier um {step}, berechnen alles dahinter neu und sehen, "
            "wie sich {loss} ändert: bei einer kleinen Änderung ist das Verhältnis von beidem die "
            "Ableitung, oder nahe daran."
        ),
        "ratios": (
            "Auf dem Weg von einer Größe zum Verlust ändert sich jeder Knoten in einem eigenen "
            "Verhältnis. Die Verhältnisse multiplizieren sich:"
        ),
        "second derivatives": "Zweite Ableitungen",
        "gradient along": "Wir nehmen den Gradienten {gradient} entlang einer beliebigen Richtung {direction}:",
        "Hessian symmetric": (
            "Die Hesse-Matrix ist symmetrisch, also ist der Gradient von {scalar} die Hesse-Matrix mal {direction}."
        ),
        "scalar changes": "Wie sich {scalar} mit {v} ändert:",
        "published matrix": "Die veröffentlichte Matrix mal {direction} ist dasselbe:",
        "matrix is Hessian": "Beide sind für jedes {direction} gleich, also ist die Matrix die Hesse-Matrix:",
        "Newton step": "Ein Schritt des Newton-Verfahrens für {v}, wo immer die Hesse-Matrix eine Inverse hat:",
        "compared": "{model}: Konventionen nebeneinander",
        "compared how": (
            "Jeder Gradient wurde für alle Größen bewiesen, im Modell, wie es unter der Konvention "
            "seiner Zeile lautet. Es wird immer nur eine Konvention geändert."
        ),
        "compared without": "keine kurze Form davon wurde bewiesen",
        "same equations": "dieselben Gleichungen",
        "as it stands denominator": "so, wie es ist: Nenner-Layout",
        "as it stands numerator": "so, wie es ist: Zähler-Layout",
        "under denominator-layout": "im Nenner-Layout",
        "under numerator-layout": "im Zähler-Layout",
        "under weights-rows": "mit einer Zeile von Gewichten je Neuron",
        "under weights-columns": "mit einer Spalte von Gewichten je Neuron",
        "under examples-rows": "mit den Beispielen als Zeilen",
        "under examples-columns": "mit den Beispielen als Spalten",
        "under reduce-mean": "für den Mittelwert der Verluste",
        "under reduce-sum": "für die Summe der Verluste",
        "used below": "Eine Ableitung, die unten gebraucht wird:",
        "by": "Nach {v}",
        "does not occur": "{v} kommt nicht vor, also ist die Ableitung 0.",
        "exercise": "Übungsblatt, Startwert {seed}",
        "exercise solved": "Übungsblatt, Startwert {seed}: Lösungen",
        "keyword exercise": "Übung",
        "sheet told": "Blatt {sheet}.",
        "name and date": "Name {name}  Datum {date}  Punkte {points} von {total}",
        "how to answer": (
            "Füllen Sie jedes Kästchen aus. Eine Ableitung des Verlusts zählt {points} Punkte, alles andere einen."
        ),
        "task with points": "Aufgabe {number}: {title} ({points} Punkte)",
        "task with point": "Aufgabe {number}: {title} ({points} Punkt)",
        "task shapes": "die Formen",
        "task locals": "lokale Ableitungen",
        "task totals": "vom Verlust zurück",
        "task numbers": "vorwärts, zurück, und ein Schritt",
        "values given": "Gegeben sind {values}.",
        "ask shapes": "Schreiben Sie die fehlenden Formen auf; ein Gradient hat die Form seiner Variablen.",
        "ask locals": "Leiten Sie jede Funktion ab, und jede Gleichung nach einem der Namen in ihr.",
        "ask totals": "Ergänzen Sie die Kettenregel, und vereinfachen Sie jede Ableitung des Verlusts.",
        "ask numbers": "Berechnen Sie die fehlenden Zahlen, auf {places} Stellen hinter dem Punkt gerundet.",
        "kind gradient": "ein Gradient",
        "line by line": "Zeile für Zeile:",
        "answers": "Antworten: {model}, Startwert {seed}",
        "answers name": "Ihr Name:",
        "answers how": (
            "Schreiben Sie jede Antwort hinter ihre Nummer, in LaTeX oder als Text: (a - y) x, 0.542, (m, 1)."
        ),
        "answers part": "Aufgabe {number}",
    },
    models={
        "attention": (
            "Attention",
            "Skalierte Skalarprodukte von Queries und Keys, ihr Softmax über die Keys und ein Mittel "
            "der Values mit diesen Gewichten.",
        ),
        "batch-norm": (
            "Batch-Normalisierung",
            "Ein Merkmal eines Mini-Batches im Training: über die n Beispiele standardisiert, dann "
            "skaliert und verschoben; oder d Merkmale.",
        ),
        "chain": (
            "Kette",
            "Zwei Sigmoid-Neuronen in einer Kette, eins nach dem anderen, mit dem Log-Verlust: das 1-1-1-Netz.",
        ),
        "computation-graph": (
            "Rechengraph",
            "J = 3(a + bc), von links nach rechts berechnet und von rechts nach links abgeleitet.",
        ),
        "convolution-1d": (
            "Faltung in einer Dimension",
            "Ein Kern aus k Gewichten gleitet über ein Signal: jede Ausgabe ist ein Skalarprodukt, "
            "und der Kern wird nicht umgedreht.",
        ),
        "convolution-2d": (
            "Faltung in zwei Dimensionen",
            "Ein Kern aus a Zeilen und c Spalten gleitet über ein Bild; die Summen unten laufen über "
            "alle Stellen, die er erreicht.",
        ),
        "cross-entropy": (
            "Kreuzentropie",
            "Die Kosten der vorhergesagten Wahrscheinlichkeiten von k Klassen, von denen eine die richtige ist.",
        ),
        "euclidean-distance": (
            "Euklidischer Abstand",
            "Der Abstand zwischen den Ausgaben eines Netzes und dem, was sie sein sollten.",
        ),
        "gaussian-likelihood": (
            "Gauß-Likelihood",
            "Die negative Log-Likelihood einer Normalverteilung, ohne ihre Konstante: Mittelwert, "
            "Kovarianz, Präzision.",
        ),
        "gru-cell": (
            "GRU-Zelle",
            "Ein Schritt einer Gated Recurrent Unit: ein Update-Gate mischt den alten Zustand mit "
            "einem Kandidaten, den ein Reset-Gate vergessen lässt.",
        ),
        "half-squared-error": (
            "Halber quadratischer Fehler",
            "Die halbe quadrierte Differenz zwischen einer Vorhersage und dem, was sie sein sollte, "
            "und die Summe davon über n Beispiele.",
        ),
        "lasso": (
            "Lasso",
            "Lineare Regression mit einer Strafe auf die Beträge der Gewichte, die einige von ihnen auf null setzt.",
        ),
        "layer-norm": (
            "Layer-Normalisierung",
            "Ein Beispiel, über seine d Merkmale standardisiert, mit einem Faktor und einem Bias für jedes von ihnen.",
        ),
        "linear-layers": (
            "Lineare Schichten",
            "Zwei Schichten ohne Aktivierung dazwischen: sie sind eine einzige lineare Schicht.",
        ),
        "linear-perceptron": (
            "Lineares Perzeptron",
            "Ein lineares Neuron mit zwei Merkmalen und dem halben quadratischen Fehler: Regression "
            "mit einem Perzeptron.",
        ),
        "linear-regression": (
            "Lineare Regression",
            "Die Hypothese θᵀx mit x₀ = 1 und der quadratische Fehler, für ein Beispiel und für n Beispiele.",
        ),
        "log-loss": (
            "Log-Verlust",
            "Der Verlust einer vorhergesagten Wahrscheinlichkeit: nahe 0 beim Label, und "
            "unbeschränkt, wenn die Vorhersage sich davon entfernt.",
        ),
        "logistic-regression": (
            "Logistische Regression",
            "Ein Neuron mit Sigmoidfunktion und Log-Verlust: die Wahrscheinlichkeit, dass ein "
            "Beispiel zur positiven Klasse gehört.",
        ),
        "lstm-cell": (
            "LSTM-Zelle",
            "Ein Schritt eines Long Short-Term Memory: drei Gates, ein Kandidat und eine Zelle, die "
            "behalten und ergänzt wird.",
        ),
        "matrix-factorisation": (
            "Matrixfaktorisierung",
            "Eine Tabelle von Bewertungen als Produkt zweier schmaler Matrizen, angepasst, wo eine "
            "Bewertung bekannt ist: dort ist M gleich 1, sonst 0.",
        ),
        "max-pooling": (
            "Max-Pooling",
            "Von jedem Fenster aus k Werten, einer Zeile von x, geht der größte weiter, und nur er "
            "erhält den Gradienten.",
        ),
        "mean-squared-error": (
            "Mittlerer quadratischer Fehler",
            "Das Mittel der quadrierten Differenzen zwischen n Vorhersagen und dem, was sie sein sollten.",
        ),
        "multi-class-hinge": (
            "Hinge-Verlust für mehrere Klassen",
            "Ein linearer Klassifikator, dessen Punktzahl für die richtige Klasse jede andere um 1 "
            "übertreffen muss; was fehlt, sind die Kosten.",
        ),
        "multi-head-attention": (
            "Attention mit mehreren Köpfen",
            "Mehrere Köpfe h betrachten dieselben l Token, jeder mit eigenen Projektionen, und eine "
            "Ausgabematrix addiert sie.",
        ),
        "network": (
            "",
            "Schichten von Neuronen, jede mit Gewichten, Bias und Aktivierung, und ein Verlust dahinter.",
        ),
        "newton-logistic-regression": (
            "Logistische Regression mit dem Newton-Verfahren",
            "Logistische Regression mit ihren zweiten Ableitungen und dem Schritt zum tiefsten Punkt "
            "der Parabel, die sie ergeben.",
        ),
        "perceptron-classifier": (
            "Perzeptron als Klassifikator",
            "Ein Sigmoid-Neuron mit zwei Merkmalen und dem Log-Verlust: Klassifikation mit einem Perzeptron.",
        ),
        "poisson-regression": (
            "Poisson-Regression",
            "Anzahlen mit einer Poisson-Verteilung, deren Mittelwert die Exponentialfunktion einer "
            "linearen Funktion ist.",
        ),
        "relu-unit": (
            "ReLU-Neuron",
            "Ein Neuron ohne Bias mit der Aktivierung max(0, z) und dem halben quadratischen Fehler.",
        ),
        "ridge-regression": (
            "Ridge-Regression",
            "Lineare Regression mit einer Strafe auf die Quadrate der Gewichte, die sie klein hält.",
        ),
        "rnn": (
            "",
            "Ein verborgener Zustand geht von Schritt zu Schritt; alle Schritte teilen ihre Gewichte, "
            "also addieren sich deren Gradienten.",
        ),
        "skip-gram": (
            "Skip-Gram mit negativen Stichproben",
            "Der Vektor v eines Wortes muss den Vektor u seines Nachbarn von den Spalten von U "
            "unterscheiden, die zufällig gezogene Wörter sind.",
        ),
        "softmax-output": (
            "Softmax-Ausgabe",
            "Eine Softmax-Schicht auf einem Netz, mit der Kreuzentropie: die Wahrscheinlichkeit jeder Klasse.",
        ),
        "softmax-regression": (
            "Softmax-Regression",
            "Eine lineare Schicht, ein Softmax und die Kreuzentropie: eine Wahrscheinlichkeit für "
            "jede von mehreren Klassen.",
        ),
        "three-four-one": (
            "Drei-vier-eins",
            "Drei Eingaben, vier Sigmoid-Neuronen und eine Sigmoid-Ausgabe mit dem Log-Verlust, die "
            "Gewichte jedes Neurons eine Spalte, wie auf den Folien.",
        ),
        "total-cost": (
            "Gesamtkosten",
            "Die Summe der Kosten von R Beispielen: ihr Gradient ist die Summe der einzelnen, was "
            "immer die Kosten g eines Fehlers sind.",
        ),
        "two-two-one": (
            "Zwei-zwei-eins",
            "Ein Netz mit zwei Eingaben, zwei Sigmoid-Neuronen und einer Sigmoid-Ausgabe mit dem "
            "Log-Verlust: alle neun Gradienten, Gewicht für Gewicht.",
        ),
        "two-two-two-two": (
            "Zwei-zwei-zwei-zwei",
            "Drei Schichten aus je zwei Sigmoid-Neuronen, eine Funktion von zwei Zahlen nach zwei "
            "Zahlen, mit den Werten der Folien.",
        ),
    },
    names={
        "n examples": "n Beispiele",
        "n examples, with the precision": "n Beispiele, mit der Präzision",
        "d features": "d Merkmale",
        "three features": "drei Merkmale",
        "the label {value}": "das Label {value}",
        "a layer between": "eine Schicht dazwischen",
        "layer {number}, the last one": "Schicht {number}, die letzte",
        "Dense network of {count} layers": "Vollverbundenes Netz aus {count} Schichten",
        "Dense network {widths}": "Vollverbundenes Netz {widths}",
        "RNN over one step": "Rekurrentes Netz über einen Schritt",
        "RNN over {count} steps": "Rekurrentes Netz über {count} Schritte",
    },
)
"""German."""
