"""Sentences: German hard cases, each with what must not be split, and what holds for any text."""

import pytest
from conftest import LISTS
from hypothesis import given
from hypothesis import strategies as st

from belegstelle.german.sentences import split_sentences

# "‖" marks where a sentence ends; a row without one must not be split.
CASES = """
Das kostet z. B. 15 Euro. ‖Danach wird es billiger.
Das kostet z.B. Geld. ‖Viel Geld.
Z. B. Kinder verstehen das.
Wir liefern, d. h. Sie bestellen heute.
Er kommt, d. h. Menschen wie er kommen, u. a. Peter und Eva.
Sie liest Zeitungen, Bücher usw. ‖Das ist bekannt.
Sie liest Zeitungen, Bücher usw. und hört Radio.
Dr. Eva Muster ist Ärztin. ‖Prof. Dr. Bo Beispiel auch.
Wir sprachen mit Prof. Muster, Dr. med. Beispiel und Dipl.-Ing. Vorlage.
Siehe Nr. 5 und Nr. 7. ‖Dort steht es.
Der Umsatz stieg auf 1,5 Mio. Euro. ‖Im Jahr davor waren es 2 Mrd. Dollar.
Der Umsatz beträgt rund 15 Mio. ‖Das ist viel.
Die Muster GmbH & Co. KG baut Brücken. ‖Sie wächst.
Wir wohnen in St. Gallen. ‖Dort regnet es.
Nach § 34 Abs. 2 Satz 1 gilt das. ‖Nach Art. 5 GG auch.
Diese Art. ‖Menschen wie er bleiben.
Vgl. Kapitel 3 bzw. Anhang B.
Es sind ca. 300 Leute, evtl. Kinder inkl. Betreuer.
Am 14. März begann es. ‖Am 1. Januar war Schluss.
Er landete auf dem 3. Platz. ‖Das reicht.
Im 19. Jahrhundert gab es keine Computer.
Der 1. FC Muster spielt in der 2. Bundesliga.
Das war am 3. 5. 2014 in Mannheim.
Das war am 14.03.2014. ‖Danach kam nichts.
Vom 3. bis 5. Mai ist zu. ‖Vom 6. an ist offen.
Die Preise stiegen um 15 Prozent. ‖Danach fielen sie.
Er kam im Jahr 2014. ‖Danach blieb er.
Er kam 2014. ‖Menschen wie er blieben.
Das Kind ist 15. ‖Das ist jung.
Sie landeten auf Platz 3. ‖Trainer Muster war zufrieden.
Das steht auf Seite 12. ‖Lesen Sie es.
Rund 1.250 Euro kostet das. ‖12,5 Prozent mehr als sonst.
Wir waren 1.250. ‖Menschen aus aller Welt.
Der Laden öffnet um 10.30 Uhr. ‖Um 18 Uhr schließt er.
Es begann um 10.30. ‖Danach wurde es spät.
Ich weiß nicht … ‖Aber gut.
Ich weiß nicht... ‖Das ist lange her.
Das ist … schwierig.
Das ist … Unsinn, sagen viele.
Und dann ... nichts.
Er sagte: „[…] Menschen brauchen Zeit.“ ‖Das stimmt.
„Machen Sie mal.“ ‖Also habe ich gemacht.
„Ich komme morgen.“, sagte er. ‖Sie nickte.
„Kommst du?“ fragte er. ‖Sie nickte.
„Ich gehe jetzt.“ sagte sie und ging.
"Das ist gut." ‖"Nein, das ist schlecht."
»Wir warten.« ‖Das sagte er oft.
«Wir warten.» ‖Das sagte er oft.
Er rief: ‚Los!‘ ‖Dann lief er.
„Er rief: ‚Los!‘“ ‖Dann war Stille.
Er nannte es „Unsinn“. ‖Dann ging er.
Wirklich?! ‖Ja!!! ‖Unglaublich...
Was?? ‖Wer war das?
J. W. Goethe schrieb viel. ‖Auch J. S. Bach.
Eva M. ist zwölf. ‖Das sagt Bo K. ‖Sie lachen.
Das steht auf www.muster.de. ‖Dort steht auch mehr.
Mehr unter https://www.muster.de/a.b?c=d. ‖Bis dann.
Wichtig ist: Der Teig darf nicht warten. ‖Wer wartet, verliert.
Toll! 😀 ‖Danke für alles.
Das ist schön 😀. ‖Danke.
Die Nachfrage steigt. ‖acquisa spricht mit Andreas Leonhard.
Wir verkaufen Handys. ‖iPhones gehen am besten.
Ludwig XIV. regierte lange. ‖Papst Johannes Paul II. starb 2005.
Das geschah 44 v. Chr. in Rom. ‖Caesar starb.
Der Verein Muster e. V. hilft. ‖Er ist klein.
Er arbeitet beim Muster e. V. ‖Dort ist er gern.
Ja. ‖Nein. ‖Vielleicht.
Ja. ‖– Nein.
Nein. ‖(lacht) Doch.
Das ist (leider!) Unsinn.
Das ist (?) richtig.
(Das war der Anfang.) ‖Nun kommt das Ende.
Er ging heim (es war spät). ‖Dann schlief er.
1. Die Kosten steigen. ‖2. Die Preise auch.
Frau Dr. h. c. Muster lebt in Frankfurt a. M. ‖Sie ist dort gern.
Das gilt i. d. R. nicht. ‖Oft aber doch.
Die Hauptstr. 5 ist gesperrt. ‖Die Umleitung ist lang.
Wir sind die Nr. 1. ‖Das bleibt so.
Wir machen das so. ‖So ist es.
Das ist Plan B. ‖Der ist besser.
Geöffnet Mo. bis Fr. von 10 bis 12 Uhr. ‖Sa. ist zu.
Das kam aus den USA. ‖Dort ist es üblich.
Die Inflation lag bei 2 %. ‖Der Lohn stieg um 3 €.
Die Zahl wuchs (vgl. Tab. 3) stark. ‖So blieb es.
Das steht im 2. Kapitel. ‖Lesen hilft.
Er las „Wer wird Millionär?“ und lachte.
Ob er kommt? ‖Keine Ahnung!
Die Firma Yahoo! bietet das an.
Am Sonntag, dem 2. Advent, war es.
Der Kurs dauert max. zwei Tage. ‖Mind. drei Leute müssen kommen.
Wir haben über 3.000 Kunden in D, A und CH. ‖Tendenz steigend.
Die Studie (n = 1.200) erschien im Okt. 2013. ‖Seitdem gab es keine neue.
Laut Prof. Beispiel gilt: Vorsicht! ‖Wer nicht hört, verliert.
Die Messe läuft vom 24. bis 28. Januar in Halle 3. ‖Karten kosten 15 Euro.
Er ist der 2. Vorsitzende. ‖Sein Vertreter ist Herr Dr. Muster.
Das Gesetz gilt ab dem 1.1.2015. ‖Firmen müssen handeln.
„Was wollen Sie?“, fragte ich. ‖„Nichts.“
„Das geht nicht!“ ‖So rief er.
„Es ist so. ‖Ich bin müde.“ sagte er.
Er meinte: »Das geht nicht.« ‖Recht hatte er.
Bitte? ‖Ich habe Sie nicht verstanden.
Die AG hat 12 Mitarbeiter, u. a. in Köln. ‖Dort sitzt die IT.
Das Projekt kostet 2,3 Mrd. ‖Niemand weiß, warum.
Das war 1989. ‖Danach war alles anders.
Sein Sohn ist 3. ‖Er kann schon lesen.
In den 90er Jahren war das anders. ‖Damals gab es kein Netz.
Der Vertrag läuft bis Ende 2016. ‖Verlängerungen sind möglich.
Auf S. 12 ff. steht mehr. ‖Lesen lohnt.
Das betrifft Lehrer, Ärzte etc. ‖Für sie gilt das.
Das betrifft Lehrer, Ärzte etc. in Bayern.
Bzgl. der Kosten ist nichts bekannt. ‖Ggf. fragen wir nach.
Er wohnt in der Goethestr. 12. ‖Dort ist es laut.
Die Sendung kommt tgl. um 20.15 Uhr. ‖Am So. um 19 Uhr.
Das ist sozusagen das A und O. ‖Ohne das geht es nicht.
Das Restaurant hat 2 Sterne. ‖5 Gänge kosten 100 Euro.
Sie verdient 3.500 Euro brutto. ‖Netto sind es 2.200.
Hm … ‖Das ist eine gute Frage.
Na ja ... man muss sehen.
Wir hatten Angst... ‖Wir hatten keine Wahl.
Ich – nein, wir … Kinder waren damals anders.
Und? ‖Was kam heraus? ‖Nichts!
Das sagte schon K. Marx. ‖Und F. Engels auch.
Sie heißt Anna v. d. Aue. ‖Ihr Mann heißt Bo.
Kaiser Wilhelm II. dankte 1918 ab. ‖Dann kam die Republik.
Schreiben Sie an info@muster.de. ‖Wir antworten sofort.
Die Version 2.0 ist da. ‖Version 3.1 folgt.
Das Spiel endete 3:2. ‖Danach feierten alle.
Sie gewannen mit 3:2. ‖Trainer Muster lobte alle.
Der DAX schloss bei 9.600,5 Punkten. ‖Ein Plus von 0,3 %.
Es war kalt (minus 10 Grad!). ‖Trotzdem kamen viele.
Er lachte. ‖(Alle lachten.) ‖Dann ging es weiter.
Das ist gut. ‖Sehr gut sogar!
Die Fa. Muster liefert nicht. ‖Die Fa. Beispiel schon.
Frau Muster (geb. Beispiel) lebt hier. ‖Ihr Bruder auch.
Er kam am Di. um 8. ‖Sie kam später.
Das ist die Regel Nr. 3. ‖Merken Sie sich das.
Erst die Arbeit, dann das Vergnügen. ‖Oder?
Im 2. Halbjahr lief es besser. ‖Im 3. Quartal war Flaute.
Er kam als 1. ins Ziel.
Zum 25. Mal wurde gefeiert. ‖Es war schön.
Das sind ca. 5 km. ‖Zu Fuß dauert das.
Die Dt. Bahn fährt nicht. ‖Warum nicht?
Er sagte „Ja.“ und ging.
Wir haben z. Zt. keine Stellen frei. ‖Fragen Sie später.
Der Film „Lola rennt“ lief um 20 Uhr. ‖Ich sah ihn.
Die Antwort lautet: Nein. ‖dpa meldete etwas anderes.
Das Buch erschien im Muster-Verlag, 2. Aufl. 2012. ‖Es ist vergriffen.
Sie sagt: „Ich bin 34 Jahre alt.“ ‖Tatsächlich ist sie 43.
Wir treffen uns um 8 Uhr. ‖8.30 Uhr geht es los.
Der Hl. Nikolaus kommt im Dezember. ‖Die Hl. Messe ist um zehn.
Es gibt Äpfel, Birnen usf. ‖Das reicht.
Es gibt Äpfel, Birnen usf. und Nüsse.
Er lebt in Neustadt, Ldkr. Muster. ‖Dort ist es still.
Ich weiß nicht . . . ‖Aber gut.
Das ist . . . schwierig.
Das ist . . . Unsinn, sagen viele.
«Wir warten noch […]» ‖Das sagte er oft.
«Wir warten noch […].» ‖Menschen gingen vorbei.
«Die Lage […] bleibt schwierig.» ‖Das sagte er.
Das weiß ich nicht (lacht). ‖Aber gut.
Das weiß ich nicht (lacht). ‖Menschen sind so.
Es ist so. ‖(lacht). ‖Ja.
ich bin seit mai hier. ‖das ist schön. ‖und der hof ist groß.
wie groß? ‖also in metern?
ich kam am 3. mai. ‖vorher war ich weg.
""".strip().split("\n")
# The line break is in the middle of a sentence: white space, no boundary.
CASES += ["Die Nachfrage\nsteigt. ‖Der Preis\nauch.", "Ohne Punkt\n\n‖Neuer Absatz"]


def sentences(text):
    """The sentences as strings."""
    return [text[start:end] for start, end in split_sentences(text, LISTS.abbreviations)]


@pytest.mark.parametrize("case", CASES)
def test_hard_cases(case):
    assert sentences(case.replace("‖", "")) == [part.strip() for part in case.split("‖")]


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from(' \n.?!…)(„“"1aBz😀'))))
def test_spans_of_any_text(text):
    spans = split_sentences(text, LISTS.abbreviations)
    inside = [place for span in spans for place in range(*span)]
    assert inside == sorted(set(inside))
    assert all(0 <= place < len(text) for place in inside)
    assert {n for n, sign in enumerate(text) if not sign.isspace()} <= set(inside)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)


@given(st.lists(st.sampled_from(["Ja.", "Er kam.", "Wer?", "z. B.", "Los!", "3.", "Dr.", "x"])))
def test_same_text_same_sentences(parts):
    text = " ".join(parts)
    assert split_sentences(text, LISTS.abbreviations) == split_sentences(text, LISTS.abbreviations)
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@pytest.mark.parametrize(
    "text", ["." * 200_000 + "x", "1. " * 50_000, "(a " + "b.) x " * 30_000, ". " * 50_000]
)
def test_hostile_text_ends_soon(text):
    assert split_sentences(text, LISTS.abbreviations)[-1][1] == len(text.rstrip())


def test_the_first_interviews_brand_in_lower_case_opens_a_sentence(first):
    opening = first["sentences"]["text"].str.startswith("acquisa spricht")
    assert opening.sum() == 1


def test_abbreviations_are_listed_with_their_marks():
    listed = LISTS.abbreviations.listed
    assert (listed["z.B"], listed["usw"], listed["Art"]) == ("", "+", "0")
