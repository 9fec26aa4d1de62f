/** Snippet syntax for editors that have none: each placeholder becomes its default text. Placeholders in placeholders are not used. */

const placeholder = /\\([\\$}])|\$\d+|\$\{\d+\}|\$\{\d+\|((?:\\.|[^,|])*)[^|]*\|\}|\$\{\d+:((?:\\.|[^\\}])*)\}/g;

export function plainOf(snippet: string): string {
  return snippet.replace(
    placeholder,
    (_, escaped?: string, choice?: string, fallback?: string) => escaped ?? unescaped(choice ?? fallback ?? ''),
  );
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}
