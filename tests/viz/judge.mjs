// Judges the guesses that it reads from standard input, and prints what is said of each.
import { readFileSync } from "node:fs";

const { folder, asked, panels, size, texts, written } = JSON.parse(readFileSync(0, "utf8"));
const { guessMarks, judge, short, truth, typed } = await import(`${folder}/ask.js`);
const verdicts = asked.map(([question, guess]) => judge(question, guess, panels, size));
const marks = asked.map(([question, guess]) => guessMarks(question, guess, true).map(({ mark, data }) => [mark.colour, [...data]]));
console.log(JSON.stringify({ truths: asked.map(([question]) => truth(question)), verdicts, marks, numbers: texts.map((text) => typed(text)), written: (written ?? []).map((value) => short(value)) }));
