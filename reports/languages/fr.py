"""French: the words of documents."""

from reports.languages import Language

LANGUAGE = Language(
    name="Français",
    babel="french",
    reasons={
        "by definition": "puisque {v} = {e}",
        "chain rule": "dérivation en chaîne",
        "open a local derivative": "l’équation elle-même",
        "from above": "on remplace par ce qui précède",
        "derivative of a constant": "la dérivée d’une constante est\u00a00",
        "derivative of the variable": "la dérivée de la variable est\u00a01",
        "sum rule": "dérivée d’une somme",
        "constant factor rule": "facteur constant",
        "product rule": "dérivée d’un produit",
        "quotient rule": "dérivée d’un quotient",
        "derivative of a power with a variable exponent": (
            "une puissance est l’exponentielle de l’exposant fois un logarithme"
        ),
        "derivative of a function": "sa dérivée, vue plus haut",
        "derivative of a scalar product": "un produit scalaire est linéaire en chaque vecteur",
        "each entry in one term": "chaque coefficient figure dans un seul terme",
        "derivative of exp": "dérivée de l’exponentielle",
        "derivative of log": "dérivée du logarithme",
        "derivative of power in its x": "dérivée d’une puissance",
        "derivative of power in its p": "dérivée d’une puissance par rapport à l’exposant",
        "derivative of div in its q": "dérivée d’un inverse",
        "pullback of matmul": "un produit de matrices, dans ses deux facteurs",
        "pullback to a constant": "cela n’en dépend pas",
        "pullback entry by entry": "dérivation en chaîne, coefficient par coefficient",
        "pullback of broadcast": "un nombre pour tous les coefficients\u00a0: ses parts s’ajoutent",
        "pullback of matmul in its a": "un produit de matrices, dans le facteur de gauche",
        "pullback of matmul in its b": "un produit de matrices, dans le facteur de droite",
        "pullback of transpose": "une transposée",
        "pullback of sum": "une somme transmet sa part à chaque terme",
        "pullback of norm": "la longueur d’un vecteur varie dans la direction du vecteur",
        "pullback of softmax": "dérivée de softmax",
        "pullback of align": "un tableau à plusieurs endroits\u00a0: ses parts s’ajoutent",
        "pullback of take in its x": "un coefficient ne dépend que de lui-même",
        "pullback of scatter in its x": "un nombre est un terme du coefficient auquel il est ajouté",
        "pullback of max_along": "le plus grand coefficient transmet sa part",
        "derivative of opaque": "dérivée de la fonction",
        "pullback of array": "un coefficient d’un tableau n’est que lui-même",
        "pullback of concatenate": "chaque morceau reçoit sa propre partie",
        "pullback of diag": "les coefficients hors de la diagonale sont constants",
        "pullback of diagonal": "les coefficients hors de la diagonale n’interviennent pas",
        "pullback of trace": "le gradient de la trace est la matrice identité",
        "pullback of det": "formule de Jacobi pour le déterminant",
        "pullback of kron": "chaque coefficient du facteur de gauche multiplie un bloc, qui est celui de droite",
        "pullback of kron_left": "la transposée du produit de Kronecker",
        "pullback of kron in its a": "chaque coefficient du facteur de gauche multiplie un bloc",
        "pullback of kron in its b": "le facteur de droite figure dans chaque bloc",
        "pullback of vec": "vec ne fait que déplacer les coefficients",
        "pullback of inverse": "dérivée de la matrice inverse",
        "pullback of argmax": "la position du plus grand coefficient ne bouge pas pour de petites variations",
        "pullback of single": "le biais d’un seul neurone est un coefficient",
        "pullback of spread": "un vecteur pour tous les exemples\u00a0: ses parts s’ajoutent",
        "derivative of relu": "dérivée de la fonction ReLU",
        "derivative of max in its p": "le plus grand des deux transmet sa part",
        "derivative of min in its p": "le plus petit des deux transmet sa part",
        "derivative of power": "dérivée d’une puissance, dans la base et dans l’exposant",
        "derivative by cases": "entre ses sauts, une formule par cas est l’un de ses cas",
        "derivative of sign": "le signe est constant entre ses sauts",
        "derivative of equals": "une indicatrice est constante entre ses sauts",
        "derivative of sin": "dérivée du sinus",
        "derivative of cos": "dérivée du cosinus",
        "derivative of arctan": "dérivée de l’arc tangente",
        "derivative of erf": "dérivée de la fonction d’erreur",
        "derivative of normal_cdf": "dérivée de la fonction de répartition de la loi normale",
        "derivative of a root": "dérivée d’une racine",
        "sum rule over an index": "dérivée d’une somme\u00a0: chaque terme, vu plus haut",
        "powers together": "on regroupe les nombres et les puissances",
        "multiply out": "on développe le produit",
        "over one denominator": "même dénominateur",
        "factors in front": "on met les facteurs communs en évidence",
        "a sign over its absolute value": "x est son signe fois sa valeur absolue",
        "sine and cosine squared": "sin² + cos² = 1",
        "definition of abs": "définition de la valeur absolue",
        "definition of sigmoid": "définition de σ",
        "definition of sigmoid_prime": "définition de σ′",
        "definition of softplus": "définition de softplus",
        "definition of leaky_relu": "définition de leaky ReLU",
        "definition of swish": "définition de swish",
        "definition of gelu": "définition de GELU",
        "definition of step": "définition de la fonction échelon",
        "definition of tan": "définition de la tangente",
        "definition of sinh": "définition du sinus hyperbolique",
        "definition of cosh": "définition du cosinus hyperbolique",
        "definition of tanh": "définition de tanh",
        "definition of tanh_prime": "définition de tanh′",
        "drop a zero term": "le 0 disparaît",
        "drop a factor 1": "le 1 disparaît",
        "a product with 0": "un produit par 0 est\u00a00",
        "arithmetic": "calcul",
        "multiply the numbers": "on multiplie les nombres",
        "power 1": "une puissance première",
        "divide by 1": "division par 1",
        "reorder the terms": "on change l’ordre",
        "two minus signs cancel": "les deux signes moins se compensent",
        "minus times minus is plus": "moins par moins donne plus",
        "the minus sign in front": "le signe moins passe devant",
        "the minus sign into the bracket": "le signe moins entre dans la parenthèse",
        "minus one as a minus sign": "un facteur −1",
        "a difference turned around": "le signe moins retourne la différence",
        "take out a minus sign": "on sort le signe moins",
        "a fraction as a power": "une fraction écrite comme puissance",
        "a negative power as a fraction": "une puissance négative écrite comme fraction",
        "the denominator in front": "le dénominateur devant",
        "one fraction": "une seule fraction",
        "a number into the fraction": "on regroupe les nombres",
        "the square of a power": "le carré d’une puissance",
        "one power": "une seule puissance",
        "one fraction for all entries": "un nombre pour tous les coefficients",
        "the numbers first": "le nombre passe devant",
        "numbers beside an array": "un nombre multiplie chaque coefficient",
        "a fraction of a fraction": "une fraction de fraction",
        "common denominator": "dénominateur commun",
        "expand": "on développe",
        "opposite terms cancel": "les termes opposés s’annulent",
        "equal factors cancel": "les facteurs égaux se simplifient",
        "equal powers cancel": "on simplifie",
        "equal terms together": "on regroupe les termes égaux",
        "the common factor in front": "le facteur commun passe devant",
        "products of matrices in another grouping": "les produits se regroupent comme on veut",
        "a number over its absolute value": "un nombre divisé par sa valeur absolue est son signe",
        "sigmoid of a negative": "1 − σ(−z) = σ(z)",
        "a one-hot vector adds up to 1": "la somme des coefficients d’un vecteur one-hot est\u00a01",
        "the entries of a distribution add up to 1": "la somme des coefficients d’une loi de probabilité est\u00a01",
        "one-hot columns add up to 1": "la somme des coefficients d’une colonne one-hot est\u00a01",
        "one-hot rows add up to 1": "la somme des coefficients d’une ligne one-hot est\u00a01",
        "the identity matrix drops out": "la matrice identité disparaît",
        "a sum times a vector": "chaque terme de la somme fois le vecteur",
        "a diagonal matrix times a vector": "une matrice diagonale multiplie coefficient par coefficient",
        "a symmetric matrix is its own transpose": "une matrice symétrique est sa propre transposée",
        "transpose of an inverse": "la transposée de l’inverse est l’inverse de la transposée",
        "add and subtract the same": "on ajoute et on retranche {c}",
        "split the fraction": "on sépare la fraction",
        "a square as a product": "un carré écrit comme produit",
        "a square over a square": "un carré divisé par un carré",
        "take out the common factor": "on met {u} en facteur",
        "transpose of a product": "transposée d’un produit",
        "transpose of a transpose": "transposée deux fois",
    },
    texts={
        "and": "{before} et {item}",
        "then": "{before}\u202f; {item}",
        "listed": "{before}, {item}",
        "two sentences": "{first}. {Second}",
        "labelled": "{label}\u00a0: {text}",
        "contents": "Sommaire",
        "link to line": "un lien vers cette ligne",
        "steps folded": "les étapes",
        "made of model": (
            "Fait par derive {version} à partir du modèle «\u00a0{model}\u00a0»\u202f; {count} égalités vérifiées "
            "pas à pas."
        ),
        "made of document": (
            "Fait par derive {version} à partir d’un document de modèle\u202f; {count} égalités vérifiées pas à pas."
        ),
        "made of formula": (
            "Fait par derive {version} à partir de {formula}\u202f; {count} égalités vérifiées pas à pas."
        ),
        "made": "Fait par derive {version}.",
        "keyword gradient": "gradient",
        "keyword backpropagation": "rétropropagation",
        "keyword slides": "diapositives",
        "keyword cheat sheet": "aide-mémoire",
        "keyword layout": "disposition",
        "keyword derivative": "dérivée",
        "part labelled": "Pour {label}",
        "part of layers": "Toutes les couches",
        "part of one example": "Pour un exemple",
        "part alone": "Le modèle",
        "part of features": "En composantes, pour {count} variables d’entrée",
        "part of sizes": "En composantes, pour {size} = {count}",
        "given": "Ce qui est donné",
        "shapes": "Dimensions",
        "graph": "Le graphe de calcul",
        "values flow": "Les valeurs avancent, de gauche à droite.",
        "gradients flow": "Les gradients, en rouge sous les nœuds, remontent depuis la perte.",
        "values and gradients flow": (
            "Les valeurs avancent, de gauche à droite\u202f; les gradients, en rouge sous les nœuds, "
            "remontent. Ce qui est donné est bleu."
        ),
        "graph in words": "Graphe de calcul, de gauche à droite\u00a0: {nodes}. Les gradients vont de droite à gauche.",
        "node in words": "{node} à partir de {inputs}",
        "neurons in words": "Les neurones de {model}, couche par couche, de gauche à droite.",
        "role loss": "la perte",
        "role derivative": "un nom pour elle",
        "role abbreviation": "une abréviation",
        "kind loss": "la perte",
        "kind parameter": "paramètre",
        "kind data": "données",
        "kind derivative": "une dérivée",
        "kind computed": "calculé",
        "one number learnt": "Un nombre est appris.",
        "numbers learnt": "{count} nombres sont appris.",
        "short name": "Ici {short} est une abréviation de {long}, et de même pour les autres noms.",
        "taken name": "Mais {short} est ici un nom à part : {long} est donc écrit en entier.",
        "note parameter": (
            "{names} est compté parmi les paramètres, car rien ne dit quelles sont les données\u00a0: {declaration}."
        ),
        "note parameters": (
            "{names} sont comptés parmi les paramètres, car rien ne dit quelles sont les données\u00a0: {declaration}."
        ),
        "note number": (
            "{names} est lu comme un nombre, car rien n’indique autre chose\u00a0: une matrice s’écrit {shape}."
        ),
        "note numbers": (
            "{names} sont lus comme des nombres, car rien n’indique autre chose\u00a0: une matrice s’écrit {shape}."
        ),
        "note idle": "{loss} ne dépend pas de {names}\u00a0: le gradient est nul.",
        "note rows": (
            "Les exemples sont ici des lignes. "
            "Ce qui est publié sur les tableaux dans l’autre sens est jugé dans le rapport sans ce style."
        ),
        "note columns": (
            "Les exemples sont ici des colonnes. "
            "Ce qui est publié sur les tableaux dans l’autre sens est jugé dans le rapport sans ce style."
        ),
        "note no equation": "Ligne {line}\u00a0: {formula} ne donne d’équation à aucun nom.",
        "layout of variables": "Un gradient a les dimensions de sa variable (disposition au dénominateur).",
        "layout of parameters": "Chaque gradient a les dimensions de son paramètre (disposition au dénominateur).",
        "of shape": "dimensions {shape}",
        "number": "un nombre",
        "scalar": "scalaire",
        "if": "si",
        "otherwise": "sinon",
        "head name": "nom",
        "head kind": "ce que c’est",
        "head shape": "dimensions",
        "head layers": "couches",
        "head gradient": "gradient",
        "head step": "pas",
        "head road": "voie",
        "head worst": "plus grande erreur",
        "head largest": "plus grande erreur relative",
        "head published": "publié",
        "head verdict": "verdict",
        "head example": "exemple",
        "head change": "variation",
        "head before": "{loss} avant",
        "head after": "{loss} après",
        "head ratio": "rapport",
        "head derivative": "dérivée",
        "head convention": "convention",
        "head model": "ce qu’est le modèle",
        "head the gradient": "le gradient",
        "head node": "nœud",
        "head from": "à partir de",
        "head formula": "formule",
        "head value": "valeur",
        "backward": "En arrière, une dérivée locale après l’autre",
        "backward by layers": "En arrière, couche par couche",
        "derivative of": "La dérivée de {function}",
        "as before": "Comme avant, {equations}.",
        "aside": "À part, comment {node} varie avec {v}\u00a0:",
        "loss directly": "La perte dépend directement de {v}\u00a0:",
        "loss not": "La perte ne dépend pas de {v}\u00a0:",
        "loss through": "La perte dépend de {v} par {nodes}\u00a0:",
        "gradients": "Les gradients",
        "descent": "Un pas de descente de gradient",
        "descent with rate": "Un pas de descente de gradient, avec le taux d’apprentissage {rate}\u00a0:",
        "found before": "Déjà trouvé",
        "on the side": "À part\u00a0: {factor}",
        "factor by factor": "Un facteur après l’autre\u00a0:",
        "put in one": "On le remplace\u00a0:",
        "put in several": "On les remplace\u00a0:",
        "together": "Ensemble\u00a0:",
        "sentence of reason": "{Reason}\u00a0:",
        "sources": "Références",
        "evidence": "Vérifications",
        "other roads": "Autres voies\u00a0: {part}",
        "cross-check": "Vérification croisée",
        "roads with pass": (
            "Chaque gradient a aussi été trouvé par des voies qui ne partagent aucune règle de "
            "dérivation avec le calcul ci-dessus\u00a0: un calcul NumPy écrit à la main, des différences "
            "de la perte seule, et la dérivation en chaîne de SymPy appliquée à la perte en "
            "composantes. Les nombres sont les plus grandes erreurs relatives en des points tirés "
            "avec une graine fixée. L’accord des nombres est un indice, pas une preuve\u202f; ce qui est "
            "prouvé, ce sont les égalités ci-dessus, étape par étape."
        ),
        "roads without pass": (
            "Chaque gradient a aussi été trouvé par des voies qui ne partagent aucune règle de "
            "dérivation avec le calcul ci-dessus\u00a0: des différences de la perte seule, un pas complexe "
            "à travers le calcul direct (il remplace un calcul NumPy écrit à la main, que personne "
            "n’a écrit pour ce modèle), et la dérivation en chaîne de SymPy appliquée à la perte en "
            "composantes. Les nombres sont les plus grandes erreurs relatives en des points tirés "
            "avec une graine fixée. L’accord des nombres est un indice, pas une preuve\u202f; ce qui est "
            "prouvé, ce sont les égalités ci-dessus, étape par étape."
        ),
        "roads in short": (
            "Chaque gradient a aussi été trouvé par des voies qui ne partagent aucune règle de "
            "dérivation avec le calcul. L’accord des nombres est un indice, pas une preuve\u202f; ce qui "
            "est prouvé, ce sont les égalités du calcul, étape par étape."
        ),
        "road by hand": "le calcul NumPy écrit à la main",
        "road differences": "différences finies (Richardson)",
        "road complex step": "pas complexe",
        "road sympy": "gradient de SymPy de la perte en composantes",
        "road sympy at sizes": "gradient de SymPy de la perte en composantes ({sizes})",
        "road unwritten": "{road}\u00a0: personne n’en a écrit pour ce modèle",
        "road too deep": "{road}\u00a0: la perte est trop imbriquée pour lui",
        "road too long": "{road}\u00a0: la perte écrite en composantes est trop longue pour lui",
        "road impossible": "{road}\u00a0: impossible pour cette perte",
        "points": "{points} points, graine {seed}",
        "points at sizes": "{points} points, graine {seed}, {sizes}",
        "as SymPy leaves it": "tel que SymPy le laisse",
        "all too long for SymPy": (
            "SymPy écrit les gradients en fonction des entrées, en lignes trop "
            "longues pour être lues\u202f; ils ont été comparés."
        ),
        "SymPy too long": (
            "{gradients}\u00a0: SymPy les écrit en fonction des entrées, en lignes trop longues pour être "
            "lues\u202f; elles ont été comparées."
        ),
        "published": "Ce qui est publié, et ce qu’il en est",
        "proved for all": "prouvé pour toutes les tailles",
        "proved for some": "prouvé pour les tailles indiquées",
        "outcome assuming": "{outcome}, en supposant {assumptions}",
        "assumed": "On suppose",
        "assuming": "en supposant {assumptions}",
        "outcome refuted": "réfuté",
        "outcome undecided": "indécis",
        "outcome convention": "vrai seulement dans une autre convention",
        "outcome ill-shaped": "dimensions incompatibles",
        "outcome definition": "définition",
        "outcome declaration": "déclaration",
        "outcome value": "valeur",
        "outcome update": "mise à jour",
        "outcome notation": "notation",
        "outcome fragment": "fragment",
        "outcome prose": "texte",
        "outcome unbound": "nom inconnu",
        "outcome ambiguous": "ambigu",
        "outcome unreadable": "illisible",
        "outcome skipped": "laissé de côté",
        "if nonzero": "{part} ≠ 0",
        "if positive": "{part} > 0",
        "if not-negative": "{part} ≥ 0",
        "if regular": "{part} a un inverse",
        "if within": "{part} est une position jusqu’à {end}",
        "if one-hot": "{part} est one-hot",
        "if symmetric": "{part} est symétrique",
        "if distribution": "la somme des coefficients de {part} est 1",
        "if distribution rows": "la somme des coefficients de chaque ligne de {part} est 1",
        "if distribution columns": "la somme des coefficients de chaque colonne de {part} est 1",
        "if one-hot rows": "chaque ligne de {part} est one-hot",
        "if one-hot columns": "chaque colonne de {part} est one-hot",
        "layers repeat": (
            "Toutes les couches répètent ce qui a été établi plus haut. Dans le modèle entier, "
            "chacune des formules suivantes a été jugée pour chaque couche séparément, entre les noms "
            "dont elle parle."
        ),
        "in numbers": "En nombres",
        "numbers of layers": (
            "Les gradients tels qu’ils sont publiés ont été calculés en nombres en des points tirés "
            "avec une graine fixée, et comparés avec d’autres voies le long d’une direction aléatoire "
            "pour chaque paramètre\u202f; les nombres sont les plus grandes erreurs relatives."
        ),
        "worked numbers": "Exemple chiffré",
        "at the rate": "Avec le taux d’apprentissage {rate}\u00a0:",
        "at the rate, natural": "Avec des logarithmes naturels et le taux d’apprentissage {rate}\u00a0:",
        "at the rate, base 10": "Avec des logarithmes décimaux et le taux d’apprentissage {rate}\u00a0:",
        "loss before": "la perte avant le pas",
        "loss after": "la perte après le pas",
        "one step": "un pas",
        "predicts": "Pour la nouvelle entrée, le modèle prédit\u00a0:",
        "predicts for": "Pour la nouvelle entrée {query}, le modèle prédit\u00a0:",
        "before the step": "avant le pas",
        "after the step": "après le pas",
        "small change": "Une petite variation, et ce qu’elle fait",
        "small change told": (
            "On modifie un peu une grandeur, ici de {step}, on recalcule tout ce qui suit, et on "
            "regarde comment {loss} varie\u00a0: pour une petite variation, le rapport des deux est la "
            "dérivée, ou presque."
        ),
        "ratios": (
            "Sur le chemin d’une grandeur à la perte, chaque nœud varie dans un rapport qui lui est "
            "propre. Les rapports se multiplient\u00a0:"
        ),
        "second derivatives": "Dérivées secondes",
        "gradient along": "On prend le gradient {gradient} le long d’une direction quelconque {direction}\u00a0:",
        "Hessian symmetric": (
            "La hessienne est symétrique, donc le gradient de {scalar} est la hessienne fois {direction}."
        ),
        "scalar changes": "Comment {scalar} varie avec {v}\u00a0:",
        "published matrix": "La matrice publiée fois {direction} donne la même chose\u00a0:",
        "matrix is Hessian": "Les deux sont égales pour tout {direction}, donc la matrice est la hessienne\u00a0:",
        "Newton step": "Un pas de la méthode de Newton pour {v}, partout où la hessienne a un inverse\u00a0:",
        "compared": "{model}\u00a0: les conventions côte à côte",
        "compared how": (
            "Chaque gradient a été prouvé pour toutes les tailles, dans le modèle tel qu’il se lit "
            "sous la convention de sa ligne. On change une convention à la fois."
        ),
        "compared without": "aucune forme courte n’en a été prouvée",
        "same equations": "les mêmes équations",
        "as it stands denominator": "tel quel\u00a0: disposition au dénominateur",
        "as it stands numerator": "tel quel\u00a0: disposition au numérateur",
        "under denominator-layout": "en disposition au dénominateur",
        "under numerator-layout": "en disposition au numérateur",
        "under weights-rows": "avec une ligne de poids par neurone",
        "under weights-columns": "avec une colonne de poids par neurone",
        "under examples-rows": "avec les exemples en lignes",
        "under examples-columns": "avec les exemples en colonnes",
        "under reduce-mean": "pour la moyenne des pertes",
        "under reduce-sum": "pour la somme des pertes",
        "used below": "Une dérivée qui sert plus bas\u00a0:",
        "by": "Par rapport à {v}",
        "does not occur": "{v} n’apparaît pas, donc la dérivée est 0.",
        "exercise": "Feuille d’exercices, graine {seed}",
        "exercise solved": "Feuille d’exercices, graine {seed}\u00a0: solutions",
        "keyword exercise": "exercice",
        "sheet told": "Feuille {sheet}.",
        "name and date": "Nom {name}  Date {date}  Points {points} sur {total}",
        "how to answer": "Complétez chaque case. Une dérivée de la perte compte {points} points, le reste un.",
        "task with points": "Exercice {number}\u00a0: {title} ({points} points)",
        "task with point": "Exercice {number}\u00a0: {title} ({points} point)",
        "task shapes": "les formes",
        "task locals": "dérivées locales",
        "task totals": "en remontant depuis la perte",
        "task numbers": "aller, retour, et un pas",
        "values given": "On donne {values}.",
        "ask shapes": "Écrivez les formes qui manquent\u00a0; un gradient a la forme de sa variable.",
        "ask locals": "Dérivez chaque fonction, et chaque équation par rapport à l’un de ses noms.",
        "ask totals": "Complétez la règle de la chaîne, et simplifiez chaque dérivée de la perte.",
        "ask numbers": "Calculez les nombres qui manquent, arrondis à {places} chiffres après le point.",
        "kind gradient": "un gradient",
        "line by line": "Ligne par ligne\u00a0:",
        "answers": "Réponses\u00a0: {model}, graine {seed}",
        "answers name": "Nom\u00a0:",
        "answers how": (
            "Écrivez chaque réponse derrière son numéro, en LaTeX ou en texte\u00a0: (a - y) x, 0.542, (m, 1)."
        ),
        "answers part": "Exercice {number}",
    },
    models={
        "attention": (
            "Attention",
            "Produits scalaires normalisés des requêtes et des clés, leur softmax sur les clés, et "
            "une moyenne des valeurs avec ces poids.",
        ),
        "batch-norm": (
            "Normalisation par lot",
            "Une variable d’un mini-lot pendant l’entraînement\u00a0: centrée et réduite sur les n "
            "exemples, puis mise à l’échelle et décalée\u202f; ou d variables.",
        ),
        "chain": (
            "Chaîne",
            "Deux neurones sigmoïdes l’un après l’autre, avec la perte logarithmique\u00a0: le réseau 1-1-1.",
        ),
        "computation-graph": (
            "Graphe de calcul",
            "J = 3(a + bc), calculé de gauche à droite et dérivé de droite à gauche.",
        ),
        "convolution-1d": (
            "Convolution en une dimension",
            "Un noyau de k poids glisse le long d’un signal\u00a0: chaque sortie est un produit scalaire, "
            "et le noyau n’est pas retourné.",
        ),
        "convolution-2d": (
            "Convolution en deux dimensions",
            "Un noyau de a lignes et c colonnes glisse sur une image\u202f; les sommes ci-dessous portent "
            "sur toutes les places qu’il atteint.",
        ),
        "cross-entropy": (
            "Entropie croisée",
            "Le coût des probabilités prédites pour k classes, dont une est la bonne.",
        ),
        "euclidean-distance": (
            "Distance euclidienne",
            "La distance entre les sorties d’un réseau et ce qu’elles devraient être.",
        ),
        "gaussian-likelihood": (
            "Vraisemblance gaussienne",
            "L’opposé de la log-vraisemblance d’une loi normale, sans sa constante\u00a0: sa moyenne, sa "
            "covariance, sa précision.",
        ),
        "gru-cell": (
            "Cellule GRU",
            "Un pas d’une unité récurrente à portes\u00a0: une porte de mise à jour mélange l’ancien état "
            "avec un candidat, qu’une porte de remise à zéro fait oublier.",
        ),
        "half-squared-error": (
            "Demi-erreur quadratique",
            "La moitié du carré de l’écart entre une prédiction et ce qu’elle devrait être, et leur "
            "somme sur n exemples.",
        ),
        "lasso": (
            "Lasso",
            "Régression linéaire avec une pénalité sur les valeurs absolues des poids, qui en met certains à zéro.",
        ),
        "layer-norm": (
            "Normalisation par couche",
            "Un exemple, centré et réduit sur ses d variables, avec un gain et un biais pour chacune.",
        ),
        "linear-layers": (
            "Couches linéaires",
            "Deux couches sans activation entre elles\u00a0: elles forment une seule couche linéaire.",
        ),
        "linear-perceptron": (
            "Perceptron linéaire",
            "Un neurone linéaire à deux variables et la demi-erreur quadratique\u00a0: régression avec un perceptron.",
        ),
        "linear-regression": (
            "Régression linéaire",
            "L’hypothèse θᵀx avec x₀ = 1 et l’erreur quadratique, pour un exemple et pour n exemples.",
        ),
        "log-loss": (
            "Perte logarithmique",
            "La perte d’une probabilité prédite\u00a0: presque 0 près de l’étiquette, et sans borne quand "
            "la prédiction s’en éloigne.",
        ),
        "logistic-regression": (
            "Régression logistique",
            "Un neurone avec une sigmoïde et la perte logarithmique\u00a0: la probabilité qu’un exemple "
            "appartienne à la classe positive.",
        ),
        "lstm-cell": (
            "Cellule LSTM",
            "Un pas d’une mémoire à long et court terme\u00a0: trois portes, un candidat, et une cellule "
            "que l’on garde et complète.",
        ),
        "matrix-factorisation": (
            "Factorisation de matrice",
            "Un tableau de notes comme produit de deux matrices étroites, ajusté là où une note est "
            "connue\u00a0: M y vaut 1, ailleurs 0.",
        ),
        "max-pooling": (
            "Max-pooling",
            "De chaque fenêtre de k valeurs, une ligne de x, seule la plus grande continue, et elle "
            "seule reçoit le gradient.",
        ),
        "mean-squared-error": (
            "Erreur quadratique moyenne",
            "La moyenne des carrés des écarts entre n prédictions et ce qu’elles devraient être.",
        ),
        "multi-class-hinge": (
            "Perte charnière à plusieurs classes",
            "Un classifieur linéaire dont le score pour la bonne classe doit dépasser de 1 chacun des "
            "autres, sinon il coûte ce qui manque.",
        ),
        "multi-head-attention": (
            "Attention à plusieurs têtes",
            "Plusieurs têtes h regardent les mêmes l tokens, chacune avec ses propres projections, et "
            "une matrice de sortie les additionne.",
        ),
        "network": (
            "",
            "Des couches de neurones, chacune avec des poids, un biais et une activation, et une perte à la fin.",
        ),
        "newton-logistic-regression": (
            "Régression logistique par la méthode de Newton",
            "Régression logistique avec ses dérivées secondes, et le pas vers le point le plus bas de "
            "la parabole qu’elles donnent.",
        ),
        "perceptron-classifier": (
            "Perceptron classifieur",
            "Un neurone sigmoïde à deux variables et la perte logarithmique\u00a0: classification avec un perceptron.",
        ),
        "poisson-regression": (
            "Régression de Poisson",
            "Des comptages suivant une loi de Poisson dont la moyenne est l’exponentielle d’une fonction linéaire.",
        ),
        "relu-unit": (
            "Neurone ReLU",
            "Un neurone sans biais dont l’activation est max(0, z), avec la demi-erreur quadratique.",
        ),
        "ridge-regression": (
            "Régression ridge",
            "Régression linéaire avec une pénalité sur les carrés des poids, qui les garde petits.",
        ),
        "rnn": (
            "",
            "Un état caché passe de pas en pas\u202f; tous les pas partagent leurs poids, donc leurs "
            "gradients s’ajoutent.",
        ),
        "skip-gram": (
            "Skip-gram avec échantillonnage négatif",
            "Le vecteur v d’un mot doit distinguer le vecteur u de son voisin des colonnes de U, qui "
            "sont des mots tirés au hasard.",
        ),
        "softmax-output": (
            "Sortie softmax",
            "Une couche softmax au bout d’un réseau, avec l’entropie croisée\u00a0: la probabilité de chaque classe.",
        ),
        "softmax-regression": (
            "Régression softmax",
            "Une couche linéaire, un softmax et l’entropie croisée\u00a0: une probabilité pour chacune de "
            "plusieurs classes.",
        ),
        "three-four-one": (
            "Trois-quatre-un",
            "Trois entrées, quatre neurones sigmoïdes et une sortie sigmoïde avec la perte "
            "logarithmique, les poids de chaque neurone en colonne, comme sur les diapositives.",
        ),
        "total-cost": (
            "Coût total",
            "La somme des coûts de R exemples\u00a0: son gradient est la somme des leurs, quel que soit le "
            "coût g d’une erreur.",
        ),
        "two-two-one": (
            "Deux-deux-un",
            "Un réseau à deux entrées, deux neurones sigmoïdes et une sortie sigmoïde avec la perte "
            "logarithmique\u00a0: les neuf gradients, poids par poids.",
        ),
        "two-two-two-two": (
            "Deux-deux-deux-deux",
            "Trois couches de deux neurones sigmoïdes chacune, une fonction de deux nombres vers deux "
            "nombres, avec les valeurs des diapositives.",
        ),
    },
    names={
        "n examples": "n exemples",
        "n examples, with the precision": "n exemples, avec la précision",
        "d features": "d variables",
        "three features": "trois variables",
        "the label {value}": "l’étiquette {value}",
        "a layer between": "une couche intermédiaire",
        "layer {number}, the last one": "la couche {number}, la dernière",
        "Dense network of {count} layers": "Réseau dense de {count} couches",
        "Dense network {widths}": "Réseau dense {widths}",
        "RNN over one step": "Réseau récurrent sur un pas",
        "RNN over {count} steps": "Réseau récurrent sur {count} pas",
    },
)
"""French."""
