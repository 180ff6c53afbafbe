"""Spanish: the words of documents."""

from reports.languages import Language

LANGUAGE = Language(
    name="Español",
    babel="spanish",
    reasons={
        "by definition": "ya que {v} = {e}",
        "chain rule": "regla de la cadena",
        "open a local derivative": "la propia ecuación",
        "from above": "se sustituye lo hallado arriba",
        "derivative of a constant": "la derivada de una constante es\u00a00",
        "derivative of the variable": "la derivada de la variable es\u00a01",
        "sum rule": "regla de la suma",
        "constant factor rule": "regla del factor constante",
        "product rule": "regla del producto",
        "quotient rule": "regla del cociente",
        "derivative of a power with a variable exponent": (
            "una potencia es la exponencial de su exponente por un logaritmo"
        ),
        "derivative of a function": "su derivada, vista arriba",
        "derivative of a scalar product": "un producto escalar es lineal en cada vector",
        "each entry in one term": "cada elemento aparece en un solo término",
        "derivative of exp": "derivada de la exponencial",
        "derivative of log": "derivada del logaritmo",
        "derivative of power in its x": "regla de la potencia",
        "derivative of power in its p": "derivada de una potencia respecto a su exponente",
        "derivative of div in its q": "derivada de un recíproco",
        "pullback of matmul": "un producto de matrices, en ambos factores",
        "pullback to a constant": "no depende de ello",
        "pullback entry by entry": "regla de la cadena, elemento a elemento",
        "pullback of broadcast": "un número para todos los elementos: sus partes se suman",
        "pullback of matmul in its a": "un producto de matrices, en su factor izquierdo",
        "pullback of matmul in its b": "un producto de matrices, en su factor derecho",
        "pullback of transpose": "una traspuesta",
        "pullback of sum": "una suma pasa su parte a cada término",
        "pullback of norm": "la longitud de un vector cambia en la dirección del vector",
        "pullback of softmax": "derivada de softmax",
        "pullback of align": "un arreglo en varios lugares: sus partes se suman",
        "pullback of take in its x": "un elemento solo depende de sí mismo",
        "pullback of scatter in its x": "un número es un término del elemento al que se suma",
        "pullback of max_along": "el elemento mayor pasa su parte",
        "derivative of opaque": "derivada de la función",
        "pullback of array": "un elemento de un arreglo es solo él mismo",
        "pullback of concatenate": "cada parte recibe su propio tramo",
        "pullback of diag": "los elementos fuera de la diagonal son constantes",
        "pullback of diagonal": "los elementos fuera de la diagonal no aparecen",
        "pullback of trace": "el gradiente de la traza es la matriz identidad",
        "pullback of det": "fórmula de Jacobi para el determinante",
        "pullback of kron": "cada elemento del factor izquierdo multiplica un bloque, que es el derecho",
        "pullback of kron_left": "la traspuesta del producto de Kronecker",
        "pullback of kron in its a": "cada elemento del factor izquierdo multiplica un bloque",
        "pullback of kron in its b": "el factor derecho está en cada bloque",
        "pullback of vec": "vec solo cambia de lugar los elementos",
        "pullback of inverse": "derivada de la matriz inversa",
        "pullback of argmax": "la posición del elemento mayor no cambia con variaciones pequeñas",
        "pullback of single": "el sesgo de una sola neurona es un elemento",
        "pullback of spread": "un vector para todos los ejemplos: sus partes se suman",
        "derivative of relu": "derivada de la función ReLU",
        "derivative of max in its p": "el mayor de los dos pasa su parte",
        "derivative of min in its p": "el menor de los dos pasa su parte",
        "derivative of power": "regla de la potencia, en la base y en el exponente",
        "derivative by cases": "entre sus saltos, una fórmula por casos es uno de sus casos",
        "derivative of sign": "el signo es constante entre sus saltos",
        "derivative of equals": "una función indicatriz es constante entre sus saltos",
        "derivative of sin": "derivada del seno",
        "derivative of cos": "derivada del coseno",
        "derivative of arctan": "derivada del arcotangente",
        "derivative of erf": "derivada de la función error",
        "derivative of normal_cdf": "derivada de la función de distribución normal",
        "derivative of a root": "derivada de una raíz",
        "sum rule over an index": "regla de la suma: cada término, visto arriba",
        "powers together": "se agrupan números y potencias",
        "multiply out": "se multiplica",
        "over one denominator": "un solo denominador",
        "factors in front": "se sacan los factores comunes",
        "a sign over its absolute value": "x es su signo por su valor absoluto",
        "sine and cosine squared": "sin² + cos² = 1",
        "definition of abs": "definición del valor absoluto",
        "definition of sigmoid": "definición de σ",
        "definition of sigmoid_prime": "definición de σ′",
        "definition of softplus": "definición de softplus",
        "definition of leaky_relu": "definición de leaky ReLU",
        "definition of swish": "definición de swish",
        "definition of gelu": "definición de GELU",
        "definition of step": "definición de la función escalón",
        "definition of tan": "definición de la tangente",
        "definition of sinh": "definición del seno hiperbólico",
        "definition of cosh": "definición del coseno hiperbólico",
        "definition of tanh": "definición de tanh",
        "definition of tanh_prime": "definición de tanh′",
        "drop a zero term": "se quita el 0",
        "drop a factor 1": "se quita el 1",
        "a product with 0": "un producto por 0 es\u00a00",
        "arithmetic": "aritmética",
        "multiply the numbers": "se multiplican los números",
        "power 1": "una primera potencia",
        "divide by 1": "se divide entre 1",
        "reorder the terms": "se reordena",
        "two minus signs cancel": "los dos signos menos se cancelan",
        "minus times minus is plus": "menos por menos es más",
        "the minus sign in front": "el signo menos va delante",
        "the minus sign into the bracket": "el signo menos entra en el paréntesis",
        "minus one as a minus sign": "un factor −1",
        "a difference turned around": "el signo menos da la vuelta a la diferencia",
        "take out a minus sign": "se saca el signo menos",
        "a fraction as a power": "una fracción como potencia",
        "a negative power as a fraction": "una potencia negativa como fracción",
        "the denominator in front": "el denominador delante",
        "one fraction": "una sola fracción",
        "a number into the fraction": "se agrupan los números",
        "the square of a power": "el cuadrado de una potencia",
        "one power": "una sola potencia",
        "one fraction for all entries": "un número para todos los elementos",
        "the numbers first": "el número va delante",
        "numbers beside an array": "un número multiplica cada elemento",
        "a fraction of a fraction": "una fracción de una fracción",
        "common denominator": "denominador común",
        "expand": "se desarrolla",
        "opposite terms cancel": "los términos opuestos se cancelan",
        "equal factors cancel": "los factores iguales se cancelan",
        "equal powers cancel": "se simplifica",
        "equal terms together": "se agrupan los términos iguales",
        "the common factor in front": "el factor común va delante",
        "products of matrices in another grouping": "los productos se pueden agrupar de cualquier modo",
        "a number over its absolute value": "un número entre su valor absoluto es su signo",
        "sigmoid of a negative": "1 − σ(−z) = σ(z)",
        "a one-hot vector adds up to 1": "los elementos de un vector one-hot suman\u00a01",
        "the entries of a distribution add up to 1": "los elementos de una distribución de probabilidad suman\u00a01",
        "one-hot columns add up to 1": "los elementos de una columna one-hot suman\u00a01",
        "one-hot rows add up to 1": "los elementos de una fila one-hot suman\u00a01",
        "the identity matrix drops out": "la matriz identidad desaparece",
        "a sum times a vector": "cada término de la suma por el vector",
        "a diagonal matrix times a vector": "una matriz diagonal multiplica elemento a elemento",
        "a symmetric matrix is its own transpose": "una matriz simétrica es su propia traspuesta",
        "transpose of an inverse": "la traspuesta de la inversa es la inversa de la traspuesta",
        "add and subtract the same": "se suma y se resta {c}",
        "split the fraction": "se separa la fracción",
        "a square as a product": "un cuadrado como producto",
        "a square over a square": "un cuadrado entre un cuadrado",
        "take out the common factor": "se saca {u} como factor común",
        "transpose of a product": "traspuesta de un producto",
        "transpose of a transpose": "traspuesta dos veces",
    },
    texts={
        "and": "{before} y {item}",
        "then": "{before}; {item}",
        "listed": "{before}, {item}",
        "two sentences": "{first}. {Second}",
        "labelled": "{label}: {text}",
        "contents": "Índice",
        "link to line": "un enlace a esta línea",
        "steps folded": "los pasos",
        "made of model": (
            "Hecho por derive {version} a partir del modelo «{model}»; {count} igualdades comprobadas paso a paso."
        ),
        "made of document": (
            "Hecho por derive {version} a partir de un documento de modelo; {count} igualdades comprobadas paso a paso."
        ),
        "made of formula": (
            "Hecho por derive {version} a partir de {formula}; {count} igualdades comprobadas paso a paso."
        ),
        "made": "Hecho por derive {version}.",
        "keyword gradient": "gradiente",
        "keyword backpropagation": "retropropagación",
        "keyword slides": "diapositivas",
        "keyword cheat sheet": "hoja de fórmulas",
        "keyword layout": "disposición",
        "keyword derivative": "derivada",
        "part labelled": "Para {label}",
        "part of layers": "Todas las capas",
        "part of one example": "Para un ejemplo",
        "part alone": "El modelo",
        "part of features": "En componentes, para {count} características",
        "part of sizes": "En componentes, para {size} = {count}",
        "given": "Lo que se da",
        "shapes": "Formas",
        "graph": "El grafo de cómputo",
        "values flow": "Los valores avanzan, de izquierda a derecha.",
        "gradients flow": "Los gradientes, en rojo bajo los nodos, vuelven desde la pérdida.",
        "values and gradients flow": (
            "Los valores avanzan, de izquierda a derecha; los gradientes, en rojo bajo los nodos, vuelven hacia "
            "atrás. Lo dado es azul."
        ),
        "graph in words": (
            "Grafo de cómputo, de izquierda a derecha: {nodes}. Los gradientes van de derecha a izquierda."
        ),
        "node in words": "{node} a partir de {inputs}",
        "neurons in words": "Las neuronas de {model}, capa por capa, de izquierda a derecha.",
        "role loss": "la función de pérdida",
        "role derivative": "un nombre para ella",
        "role abbreviation": "una abreviatura",
        "kind loss": "la función de pérdida",
        "kind parameter": "parámetro",
        "kind data": "datos",
        "kind derivative": "una derivada",
        "kind computed": "calculado",
        "one number learnt": "Se aprende un número.",
        "numbers learnt": "Se aprenden {count} números.",
        "short name": "Aquí {short} es abreviatura de {long}, y así con los demás nombres.",
        "taken name": "Pero {short} es aquí un nombre propio, así que {long} se escribe completo.",
        "note parameter": "{names} cuenta entre los parámetros, porque nada dice cuáles son los datos: {declaration}.",
        "note parameters": (
            "{names} cuentan entre los parámetros, porque nada dice cuáles son los datos: {declaration}."
        ),
        "note number": "{names} se lee como un número, porque nada dice otra cosa: una matriz es {shape}.",
        "note numbers": "{names} se leen como números, porque nada dice otra cosa: una matriz es {shape}.",
        "note idle": "{loss} no depende de {names}: el gradiente es cero.",
        "note rows": (
            "Los ejemplos son aquí filas. "
            "Lo publicado sobre los arreglos al revés se juzga en el informe sin este estilo."
        ),
        "note columns": (
            "Los ejemplos son aquí columnas. "
            "Lo publicado sobre los arreglos al revés se juzga en el informe sin este estilo."
        ),
        "note no equation": "Línea {line}: {formula} no da una ecuación a ningún nombre.",
        "layout of variables": "Un gradiente tiene la forma de su variable (disposición del denominador).",
        "layout of parameters": "Cada gradiente tiene la forma de su parámetro (disposición del denominador).",
        "of shape": "forma {shape}",
        "number": "un número",
        "scalar": "escalar",
        "if": "si",
        "otherwise": "en otro caso",
        "head name": "nombre",
        "head kind": "qué es",
        "head shape": "forma",
        "head layers": "capas",
        "head gradient": "gradiente",
        "head step": "paso",
        "head road": "vía",
        "head worst": "mayor error",
        "head largest": "mayor error relativo",
        "head published": "publicado",
        "head verdict": "veredicto",
        "head example": "ejemplo",
        "head change": "cambio",
        "head before": "{loss} antes",
        "head after": "{loss} después",
        "head ratio": "cociente",
        "head derivative": "derivada",
        "head convention": "convención",
        "head model": "qué es el modelo",
        "head the gradient": "el gradiente",
        "head node": "nodo",
        "head from": "a partir de",
        "head formula": "fórmula",
        "head value": "valor",
        "backward": "Hacia atrás, una derivada local tras otra",
        "backward by layers": "Hacia atrás, capa por capa",
        "derivative of": "La derivada de {function}",
        "as before": "Como antes, {equations}.",
        "aside": "Aparte, cómo cambia {node} con {v}:",
        "loss directly": "La pérdida depende directamente de {v}:",
        "loss not": "La pérdida no depende de {v}:",
        "loss through": "La pérdida depende de {v} a través de {nodes}:",
        "gradients": "Los gradientes",
        "descent": "Un paso del descenso de gradiente",
        "descent with rate": "Un paso del descenso de gradiente, con la tasa de aprendizaje {rate}:",
        "found before": "Ya hallado",
        "on the side": "Aparte: {factor}",
        "factor by factor": "Un factor tras otro:",
        "put in one": "Se sustituye:",
        "put in several": "Se sustituyen:",
        "together": "Juntos:",
        "sentence of reason": "{Reason}:",
        "sources": "Fuentes",
        "evidence": "Comprobaciones",
        "other roads": "Otras vías: {part}",
        "cross-check": "Comprobación cruzada",
        "roads with pass": (
            "Cada gradiente se halló también por vías que no comparten ninguna regla de derivación "
            "con la deducción de arriba: un cálculo en NumPy escrito a mano, diferencias de la sola "
            "pérdida y la regla de la cadena propia de SymPy sobre la pérdida en componentes. Los "
            "números son los mayores errores relativos en puntos sacados con una semilla fija. Que "
            "los números coincidan es un indicio, no una demostración; lo demostrado son las "
            "igualdades de arriba, paso a paso."
        ),
        "roads without pass": (
            "Cada gradiente se halló también por vías que no comparten ninguna regla de derivación "
            "con la deducción de arriba: diferencias de la sola pérdida, un paso complejo a través "
            "del cálculo hacia delante (en lugar de un cálculo en NumPy escrito a mano, que nadie ha "
            "escrito para este modelo) y la regla de la cadena propia de SymPy sobre la pérdida en "
            "componentes. Los números son los mayores errores relativos en puntos sacados con una "
            "semilla fija. Que los números coincidan es un indicio, no una demostración; lo "
            "demostrado son las igualdades de arriba, paso a paso."
        ),
        "roads in short": (
            "Cada gradiente se halló también por vías que no comparten ninguna regla de derivación "
            "con la deducción. Que los números coincidan es un indicio, no una demostración; lo "
            "demostrado son las igualdades de la deducción, paso a paso."
        ),
        "road by hand": "el cálculo en NumPy escrito a mano",
        "road differences": "diferencias finitas (Richardson)",
        "road complex step": "paso complejo",
        "road sympy": "el gradiente de SymPy de la pérdida en componentes",
        "road sympy at sizes": "el gradiente de SymPy de la pérdida en componentes ({sizes})",
        "road unwritten": "{road}: nadie ha escrito uno para este modelo",
        "road too deep": "{road}: la pérdida está demasiado anidada para él",
        "road too long": "{road}: la pérdida escrita en componentes es demasiado larga para él",
        "road impossible": "{road}: no es posible para esta pérdida",
        "points": "{points} puntos, semilla {seed}",
        "points at sizes": "{points} puntos, semilla {seed}, {sizes}",
        "as SymPy leaves it": "tal como lo deja SymPy",
        "all too long for SymPy": (
            "SymPy escribe los gradientes en función de las entradas, en "
            "líneas demasiado largas para leerlas; se compararon."
        ),
        "SymPy too long": (
            "{gradients}: SymPy los escribe en función de las entradas, en líneas demasiado largas "
            "para leerlas; se compararon."
        ),
        "published": "Lo publicado, y qué fue de ello",
        "proved for all": "demostrado para todos los tamaños",
        "proved for some": "demostrado para los tamaños nombrados",
        "outcome assuming": "{outcome}, suponiendo {assumptions}",
        "assumed": "Se supone",
        "assuming": "suponiendo {assumptions}",
        "outcome refuted": "refutado",
        "outcome undecided": "sin decidir",
        "outcome convention": "cierto solo en otra convención",
        "outcome ill-shaped": "formas incompatibles",
        "outcome definition": "definición",
        "outcome declaration": "declaración",
        "outcome value": "valor",
        "outcome update": "actualización",
        "outcome notation": "notación",
        "outcome fragment": "fragmento",
        "outcome prose": "texto",
        "outcome unbound": "nombre desconocido",
        "outcome ambiguous": "ambiguo",
        "outcome unreadable": "ilegible",
        "outcome skipped": "omitido",
        "if nonzero": "{part} ≠ 0",
        "if positive": "{part} > 0",
        "if not-negative": "{part} ≥ 0",
        "if regular": "{part} tiene inversa",
        "if within": "{part} es una posición hasta {end}",
        "if one-hot": "{part} es one-hot",
        "if symmetric": "{part} es simétrica",
        "if distribution": "los elementos de {part} suman 1",
        "if distribution rows": "los elementos de cada fila de {part} suman 1",
        "if distribution columns": "los elementos de cada columna de {part} suman 1",
        "if one-hot rows": "cada fila de {part} es one-hot",
        "if one-hot columns": "cada columna de {part} es one-hot",
        "layers repeat": (
            "Todas las capas repiten lo que se dedujo arriba. En el modelo completo, cada una de las "
            "fórmulas siguientes se juzgó para cada capa por separado, entre los nombres de los que "
            "habla."
        ),
        "in numbers": "En números",
        "numbers of layers": (
            "Los gradientes, tal como están publicados, se calcularon en números en puntos sacados "
            "con una semilla fija, y se compararon con otras vías a lo largo de una dirección "
            "aleatoria para cada parámetro; los números son los mayores errores relativos."
        ),
        "worked numbers": "Ejemplo numérico",
        "at the rate": "Con la tasa de aprendizaje {rate}:",
        "at the rate, natural": "Con logaritmos naturales y la tasa de aprendizaje {rate}:",
        "at the rate, base 10": "Con logaritmos decimales y la tasa de aprendizaje {rate}:",
        "loss before": "la pérdida antes del paso",
        "loss after": "la pérdida después del paso",
        "one step": "un paso",
        "predicts": "Para la nueva entrada, el modelo predice:",
        "predicts for": "Para la nueva entrada {query}, el modelo predice:",
        "before the step": "antes del paso",
        "after the step": "después del paso",
        "small change": "Un cambio pequeño, y lo que hace",
        "small change told": (
            "Cambiamos un poco una cantidad, aquí en {step}, volvemos a calcular todo lo que sigue y "
            "vemos cómo cambia {loss}: para un cambio pequeño, el cociente de ambos es la derivada, o "
            "casi."
        ),
        "ratios": (
            "En el camino de una cantidad a la pérdida, cada nodo cambia en una proporción propia. "
            "Las proporciones se multiplican:"
        ),
        "second derivatives": "Segundas derivadas",
        "gradient along": "Tomamos el gradiente {gradient} a lo largo de una dirección cualquiera {direction}:",
        "Hessian symmetric": (
            "La hessiana es simétrica, así que el gradiente de {scalar} es la hessiana por {direction}."
        ),
        "scalar changes": "Cómo cambia {scalar} con {v}:",
        "published matrix": "La matriz publicada por {direction} da lo mismo:",
        "matrix is Hessian": "Ambas son iguales para todo {direction}, así que la matriz es la hessiana:",
        "Newton step": "Un paso del método de Newton para {v}, donde la hessiana tenga inversa:",
        "compared": "{model}: las convenciones lado a lado",
        "compared how": (
            "Cada gradiente se demostró para todos los tamaños, en el modelo tal como se lee en la "
            "convención de su línea. Se cambia una sola convención cada vez."
        ),
        "compared without": "no se demostró ninguna forma corta de él",
        "same equations": "las mismas ecuaciones",
        "as it stands denominator": "tal como está: disposición del denominador",
        "as it stands numerator": "tal como está: disposición del numerador",
        "under denominator-layout": "en la disposición del denominador",
        "under numerator-layout": "en la disposición del numerador",
        "under weights-rows": "con una fila de pesos por neurona",
        "under weights-columns": "con una columna de pesos por neurona",
        "under examples-rows": "con los ejemplos como filas",
        "under examples-columns": "con los ejemplos como columnas",
        "under reduce-mean": "para la media de las pérdidas",
        "under reduce-sum": "para la suma de las pérdidas",
        "used below": "Una derivada que se usa abajo:",
        "by": "Respecto a {v}",
        "does not occur": "{v} no aparece, así que la derivada es 0.",
        "exercise": "Hoja de ejercicios, semilla {seed}",
        "exercise solved": "Hoja de ejercicios, semilla {seed}: soluciones",
        "keyword exercise": "ejercicio",
        "sheet told": "Hoja {sheet}.",
        "name and date": "Nombre {name}  Fecha {date}  Puntos {points} de {total}",
        "how to answer": "Complete cada casilla. Una derivada de la pérdida vale {points} puntos, lo demás uno.",
        "task with points": "Ejercicio {number}: {title} ({points} puntos)",
        "task with point": "Ejercicio {number}: {title} ({points} punto)",
        "task shapes": "las formas",
        "task locals": "derivadas locales",
        "task totals": "hacia atrás desde la pérdida",
        "task numbers": "hacia delante, hacia atrás y un paso",
        "values given": "Se dan {values}.",
        "ask shapes": "Escriba las formas que faltan; un gradiente tiene la forma de su variable.",
        "ask locals": "Derive cada función, y cada ecuación respecto de uno de sus nombres.",
        "ask totals": "Complete la regla de la cadena y simplifique cada derivada de la pérdida.",
        "ask numbers": "Calcule los números que faltan, redondeados a {places} cifras tras el punto.",
        "kind gradient": "un gradiente",
        "line by line": "Línea por línea:",
        "answers": "Respuestas: {model}, semilla {seed}",
        "answers name": "Nombre:",
        "answers how": (
            "Escriba cada respuesta detrás de su número, en LaTeX o como texto simple: (a - y) x, 0.542, (m, 1)."
        ),
        "answers part": "Ejercicio {number}",
    },
    models={
        "attention": (
            "Atención",
            "Productos escalares normalizados de consultas y claves, su softmax sobre las claves, y "
            "una media de los valores con esos pesos.",
        ),
        "batch-norm": (
            "Normalización por lotes",
            "Una característica de un minilote en el entrenamiento: estandarizada sobre los n "
            "ejemplos, y luego escalada y desplazada; o d características.",
        ),
        "chain": (
            "Cadena",
            "Dos neuronas sigmoides en cadena, una tras otra, con la pérdida logarítmica: la red 1-1-1.",
        ),
        "computation-graph": (
            "Grafo de cómputo",
            "J = 3(a + bc), calculado de izquierda a derecha y derivado de derecha a izquierda.",
        ),
        "convolution-1d": (
            "Convolución en una dimensión",
            "Un núcleo de k pesos se desliza por una señal: cada salida es un producto escalar, y el "
            "núcleo no se da la vuelta.",
        ),
        "convolution-2d": (
            "Convolución en dos dimensiones",
            "Un núcleo de a filas y c columnas se desliza por una imagen; las sumas de abajo recorren "
            "todos los lugares que alcanza.",
        ),
        "cross-entropy": (
            "Entropía cruzada",
            "El coste de las probabilidades predichas de k clases, de las que una es la correcta.",
        ),
        "euclidean-distance": (
            "Distancia euclídea",
            "La distancia entre las salidas de una red y lo que deberían ser.",
        ),
        "gaussian-likelihood": (
            "Verosimilitud gaussiana",
            "El negativo de la log-verosimilitud de una distribución normal, sin su constante: su "
            "media, su covarianza, su precisión.",
        ),
        "gru-cell": (
            "Celda GRU",
            "Un paso de una unidad recurrente con compuertas: una compuerta de actualización mezcla "
            "el estado anterior con un candidato, al que otra de reinicio deja olvidar.",
        ),
        "half-squared-error": (
            "Mitad del error cuadrático",
            "La mitad del cuadrado de la diferencia entre una predicción y lo que debería ser, y su "
            "suma sobre n ejemplos.",
        ),
        "lasso": (
            "Lasso",
            "Regresión lineal con una penalización sobre los valores absolutos de los pesos, que pone algunos a cero.",
        ),
        "layer-norm": (
            "Normalización por capa",
            "Un ejemplo, estandarizado sobre sus d características, con una ganancia y un sesgo para cada una.",
        ),
        "linear-layers": (
            "Capas lineales",
            "Dos capas sin activación entre ellas: son una sola capa lineal.",
        ),
        "linear-perceptron": (
            "Perceptrón lineal",
            "Una neurona lineal con dos características y la mitad del error cuadrático: regresión con un perceptrón.",
        ),
        "linear-regression": (
            "Regresión lineal",
            "La hipótesis θᵀx con x₀ = 1 y el error cuadrático, para un ejemplo y para n ejemplos.",
        ),
        "log-loss": (
            "Pérdida logarítmica",
            "La pérdida de una probabilidad predicha: casi 0 cerca de la etiqueta, y sin cota cuando "
            "la predicción se aleja de ella.",
        ),
        "logistic-regression": (
            "Regresión logística",
            "Una neurona con una sigmoide y la pérdida logarítmica: la probabilidad de que un ejemplo "
            "pertenezca a la clase positiva.",
        ),
        "lstm-cell": (
            "Celda LSTM",
            "Un paso de una memoria a largo y corto plazo: tres compuertas, un candidato, y una celda "
            "que se conserva y se completa.",
        ),
        "matrix-factorisation": (
            "Factorización de matrices",
            "Una tabla de valoraciones como producto de dos matrices estrechas, ajustada donde se "
            "conoce una valoración: allí M es\u00a01, en otro lugar 0.",
        ),
        "max-pooling": (
            "Agrupación por máximos",
            "De cada ventana de k valores, una fila de x, sigue el mayor, y solo él recibe el gradiente.",
        ),
        "mean-squared-error": (
            "Error cuadrático medio",
            "La media de los cuadrados de las diferencias entre n predicciones y lo que deberían ser.",
        ),
        "multi-class-hinge": (
            "Pérdida bisagra de varias clases",
            "Un clasificador lineal cuya puntuación para la clase correcta debe superar en 1 a todas "
            "las demás, o cuesta lo que falta.",
        ),
        "multi-head-attention": (
            "Atención de varias cabezas",
            "Varias cabezas h atienden a los mismos l tokens, cada una con proyecciones propias, y "
            "una matriz de salida las suma.",
        ),
        "network": (
            "",
            "Capas de neuronas, cada una con pesos, un sesgo y una activación, y una pérdida al final.",
        ),
        "newton-logistic-regression": (
            "Regresión logística por el método de Newton",
            "Regresión logística con sus segundas derivadas, y el paso al punto más bajo de la parábola que dan.",
        ),
        "perceptron-classifier": (
            "Perceptrón clasificador",
            "Una neurona sigmoide con dos características y la pérdida logarítmica: clasificación con un perceptrón.",
        ),
        "poisson-regression": (
            "Regresión de Poisson",
            "Recuentos que siguen una distribución de Poisson cuya media es la exponencial de una función lineal.",
        ),
        "relu-unit": (
            "Neurona ReLU",
            "Una neurona sin sesgo cuya activación es max(0, z), con la mitad del error cuadrático.",
        ),
        "ridge-regression": (
            "Regresión ridge",
            "Regresión lineal con una penalización sobre los cuadrados de los pesos, que los mantiene pequeños.",
        ),
        "rnn": (
            "",
            "Un estado oculto pasa de paso en paso; todos los pasos comparten sus pesos, así que sus "
            "gradientes se suman.",
        ),
        "skip-gram": (
            "Skip-gram con muestreo negativo",
            "El vector v de una palabra debe distinguir el vector u de su vecina de las columnas de "
            "U, que son palabras sacadas al azar.",
        ),
        "softmax-output": (
            "Salida softmax",
            "Una capa softmax al final de una red, con la entropía cruzada: la probabilidad de cada clase.",
        ),
        "softmax-regression": (
            "Regresión softmax",
            "Una capa lineal, un softmax y la entropía cruzada: una probabilidad para cada una de varias clases.",
        ),
        "three-four-one": (
            "Tres-cuatro-uno",
            "Tres entradas, cuatro neuronas sigmoides y una salida sigmoide con la pérdida "
            "logarítmica, los pesos de cada neurona en una columna, como en las diapositivas.",
        ),
        "total-cost": (
            "Coste total",
            "La suma de los costes de R muestras: su gradiente es la suma de los suyos, sea cual sea "
            "el coste g de un error.",
        ),
        "two-two-one": (
            "Dos-dos-uno",
            "Una red de dos entradas, dos neuronas sigmoides y una salida sigmoide con la pérdida "
            "logarítmica: los nueve gradientes, peso por peso.",
        ),
        "two-two-two-two": (
            "Dos-dos-dos-dos",
            "Tres capas de dos neuronas sigmoides cada una, una función de dos números a dos números, "
            "con los valores de las diapositivas.",
        ),
    },
    names={
        "n examples": "n ejemplos",
        "n examples, with the precision": "n ejemplos, con la precisión",
        "d features": "d características",
        "three features": "tres características",
        "the label {value}": "la etiqueta {value}",
        "a layer between": "una capa intermedia",
        "layer {number}, the last one": "la capa {number}, la última",
        "Dense network of {count} layers": "Red densa de {count} capas",
        "Dense network {widths}": "Red densa {widths}",
        "RNN over one step": "Red recurrente de un paso",
        "RNN over {count} steps": "Red recurrente de {count} pasos",
    },
)
"""Spanish."""
