// How numbers are written.

/** Return a number without the dust that decimal fractions gather: 0.1 + 0.2 gives 0.3. */
export const tidy = value => +value.toPrecision(12);

/** Write a number for a reader: three digits that matter unless told, and a real minus sign. */
export function words(value, digits = 3) {
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = size >= 1e5 || size < 1e-4
    ? scientific(value, digits)
    : String(+value.toPrecision(Math.max(digits, Math.floor(Math.log10(size)) + 1)));
  return text.replace("-", "−");
}

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

function scientific(value, digits) {
  const [front, power] = value.toExponential(Math.max(0, digits - 2)).split("e");
  const raised = [...power.replace("+", "")]
    .map(sign => (sign === "-" ? "⁻" : RAISED[+sign])).join("");
  return `${{ 1: "", "-1": "-" }[+front] ?? `${+front}·`}10${raised}`;
}
