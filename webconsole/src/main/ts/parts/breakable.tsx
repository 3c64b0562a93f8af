/** A long name, target or path that may go on in the next line after a mark, not in the middle of a word. */
export function Breakable({ text }: { text: string }) {
  return <>{text.split(/(?<=[/~@?&])(?=[^/~@?&])|(?<=[.:-])(?=\p{L})|(?<=[^:\[])(?=:\d)/u).flatMap((part, index) => (index === 0 ? [part] : [<wbr key={index} />, part]))}</>;
}
