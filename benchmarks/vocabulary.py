"""Words and sentences for generated mail: enough different ones that a search index does honest work."""

FIRST_NAMES = {
    "en": "Alice Ben Clara Daniel Ella Frank Grace Harry Irene Jack Kate Leo Maria Nora Oscar Paula Quentin Rose Sam Tina "
          "Uma Victor Wendy Xenia Yusuf Zoe".split(),
    "ru": "Анна Борис Вера Григорий Дарья Евгений Жанна Захар Ирина Кирилл Лариса Михаил Нина Олег Полина Роман Светлана "
          "Тимур Ульяна Фёдор Юлия Яков".split(),
}
LAST_NAMES = {
    "en": "Abbott Barker Coleman Dawson Ellis Foster Graham Hudson Irwin Jenkins Keller Lambert Morris Norton Osborne "
          "Palmer Quigley Russell Spencer Turner Upton Vaughan Warren Yates".split(),
    "ru": "Авдеенко Бондаренко Вавилко Гриценко Дорошенко Ермак Живаго Зинченко Ильяш Коваль Лысенко Мороз Науменко Орлик "
          "Петренко Руденко Савченко Ткач Усик Франко Цвик Черных Шевчук Юрченко".split(),
}

SUBJECTS = {
    "en": ["Order {n} has not arrived", "Question about the {thing}", "The {thing} does not work any more",
           "Invoice {n}: wrong address", "Return of order {n}", "Cannot sign in to my account",
           "How do I replace the {part}?", "Delivery date of order {n}", "Refund for order {n}", "The {part} was missing"],
    "ru": ["Заказ {n} не пришёл", "Вопрос про {thing}", "Перестал работать {thing}", "Счёт {n}: неверный адрес",
           "Возврат заказа {n}", "Не могу войти в личный кабинет", "Как заменить {part}?", "Срок доставки заказа {n}",
           "Возврат денег за заказ {n}", "Не хватает детали: {part}"],
}
THINGS = {
    "en": "lamp dimmer pendant lantern spotlight chandelier driver sensor timer transformer".split(),
    "ru": "светильник диммер подвес фонарь прожектор датчик таймер трансформатор выключатель торшер".split(),
}
PARTS = {
    "en": "bulb switch cable shade bracket screw seal fuse plug socket".split(),
    "ru": "лампочку выключатель кабель плафон кронштейн винт прокладку предохранитель вилку патрон".split(),
}

SENTENCES = {
    "en": ["I ordered the {thing} on the {day} and the page still says that it is being packed.",
           "The {part} of the {thing} came off after {day} days of normal use.",
           "Could you tell me whether the {thing} fits the old {part}, or do I need an adapter?",
           "Your courier left a note with the number {n}, but nobody answers there.",
           "I have tried another {part} and another socket, and nothing has changed.",
           "Please send the replacement to my office and not to my home address.",
           "My colleague {name} bought the same {thing} last year and has no such trouble.",
           "The amount on the invoice {n} differs from the one on the website by {day} euros.",
           "If the {thing} is out of stock, I would gladly take the black one.",
           "The manual mentions a {part}, yet I could not find one in the box.",
           "It starts to flicker when the heating switches on, usually towards the evening.",
           "I would like to keep the {thing} and only exchange the {part}, if that is possible."],
    "ru": ["Я заказал {thing} {day} числа, а на странице до сих пор написано, что он собирается.",
           "Через {day} дней обычной работы пришлось менять {part}.",
           "Подскажите, подойдёт ли {thing} к старой проводке или нужен переходник?",
           "Курьер оставил записку с номером {n}, но по нему никто не отвечает.",
           "Я пробовал заменить {part} и включал в другую розетку, ничего не изменилось.",
           "Пожалуйста, отправьте замену на рабочий адрес, а не на домашний.",
           "Мой коллега {name} купил такой же {thing} в прошлом году, и у него всё в порядке.",
           "Сумма в счёте {n} отличается от суммы на сайте на {day} рублей.",
           "Если {thing} закончился на складе, я возьму такой же в чёрном цвете.",
           "В инструкции упоминают {part}, но в коробке ничего похожего нет.",
           "Свет начинает мерцать, когда включается отопление, обычно ближе к вечеру.",
           "Хотелось бы оставить {thing} и поменять только {part}, если это возможно."],
}

GREETINGS = {"en": ["Hello,", "Hi there,", "Good morning,", "Dear team,"],
             "ru": ["Здравствуйте!", "Добрый день!", "Доброе утро!", "Уважаемая поддержка!"]}
FAREWELLS = {"en": ["Kind regards", "Thank you", "Best wishes", "Cheers"],
             "ru": ["С уважением", "Спасибо", "Всего доброго", "Заранее благодарю"]}
ATTRIBUTION = {"en": "On {date}, {name} wrote:", "ru": "{date}, {name} пишет:"}
