/**
 * How the graph looks: in the colours of the theme on the screen, and with those colours written out in a file.
 */

/** Of the drawing; every colour is a variable of the theme with one to fall back on. */
export const drawingStyle = `
.graph { font-family: var(--vscode-font-family, sans-serif); }
.paper { fill: var(--vscode-editor-background, #ffffff); }
.graph text { fill: var(--vscode-editor-foreground, #333333); font-size: 11px; text-anchor: middle; }
.graph .name { font-size: 13px; font-weight: 600; }
.graph .action, .graph .detail { fill: var(--vscode-descriptionForeground, #616161); }
.graph .condition { font-style: italic; }
.node .shape { fill: var(--vscode-editorWidget-background, #f3f3f3); stroke: var(--vscode-contrastBorder, var(--vscode-editorLineNumber-foreground, #888888)); stroke-width: 1; }
.node.loop .shape { fill: var(--vscode-sideBar-background, #f8f8f8); fill-opacity: 0.6; }
.node.branch .shape { fill: var(--vscode-editor-background, #ffffff); stroke-width: 1.5; }
.node .rule { stroke: var(--vscode-contrastBorder, var(--vscode-editorLineNumber-foreground, #888888)); stroke-width: 1; fill: none; opacity: 0.4; }
.node.missing .shape, .node.dynamic .shape { fill: none; stroke-dasharray: 4 3; }
.node.start .shape, .node.end .shape { fill: var(--vscode-badge-background, #c4c4c4); stroke: var(--vscode-contrastBorder, none); }
.node.start text, .node.end text { fill: var(--vscode-badge-foreground, #333333); font-size: 11px; }
.node.missing .shape, .node.error > .shape { stroke: var(--vscode-editorError-foreground, #d00000); stroke-width: 1.5; }
.node.warning > .shape { stroke: var(--vscode-editorWarning-foreground, #996800); stroke-width: 1.5; }
.node.ran > .shape { stroke-width: 2.5; }
.node.pending > .shape { stroke-width: 1; stroke-opacity: 0.6; }
.node.succeeded > .shape { stroke: var(--vscode-testing-iconPassed, #388a34); }
.node.failed > .shape, .node.timedOut > .shape { stroke: var(--vscode-testing-iconFailed, #d00000); }
.node.running > .shape, .node.waiting > .shape { stroke: var(--vscode-testing-iconQueued, #bf8803); }
.node.waiting > .shape { stroke-dasharray: 6 3; }
.node.cancelled > .shape, .node.skipped > .shape { stroke: var(--vscode-testing-iconSkipped, #848484); }
.graph .sign { font-size: 12px; font-weight: 700; }
.succeeded > .sign { fill: var(--vscode-testing-iconPassed, #388a34); }
.failed > .sign, .timedOut > .sign { fill: var(--vscode-testing-iconFailed, #d00000); }
.running > .sign, .waiting > .sign { fill: var(--vscode-testing-iconQueued, #bf8803); }
.badge { stroke: var(--vscode-editor-background, #ffffff); stroke-width: 1.8; stroke-linecap: round; fill: none; }
.badge.error circle { fill: var(--vscode-editorError-foreground, #d00000); stroke: none; }
.badge.warning .back { fill: var(--vscode-editorWarning-foreground, #996800); stroke: none; }
.badge.information rect { fill: var(--vscode-editorInfo-foreground, #0063d3); stroke: none; }
.edge { fill: none; stroke: var(--vscode-editor-foreground, #333333); stroke-opacity: 0.7; stroke-width: 1.3; }
.edge.failure { stroke: var(--vscode-editorError-foreground, #d00000); stroke-dasharray: 7 4; stroke-opacity: 1; }
.edge.cancel { stroke: var(--vscode-editorWarning-foreground, #996800); stroke-dasharray: 1.5 4; stroke-linecap: round; stroke-width: 2; stroke-opacity: 1; }
.arrow { fill: var(--vscode-editor-foreground, #333333); }
.arrow.failure { fill: var(--vscode-editorError-foreground, #d00000); }
.arrow.cancel { fill: var(--vscode-editorWarning-foreground, #996800); }
.label rect { fill: var(--vscode-editor-background, #ffffff); }
.label.failure text, .graph text.failure { fill: var(--vscode-editorError-foreground, #d00000); }
.label.cancel text, .graph text.cancel { fill: var(--vscode-editorWarning-foreground, #996800); }
`;

/** Of the page around it. */
export const pageStyle = `
html, body { height: 100%; margin: 0; padding: 0; overflow: hidden; }
body { display: flex; flex-direction: column; font-size: var(--vscode-font-size); color: var(--vscode-editor-foreground); background: var(--vscode-editor-background); }
[hidden] { display: none !important; }
header { display: flex; flex-wrap: wrap; gap: 4px; align-items: center; padding: 6px 10px; border-bottom: 1px solid var(--vscode-contrastBorder, var(--vscode-editorGroup-border, transparent)); }
header h1 { font-size: inherit; font-weight: normal; margin: 0; flex: 1 1 8em; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--vscode-descriptionForeground); }
button, select { font: inherit; color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground); border: 1px solid var(--vscode-contrastBorder, transparent); border-radius: 3px; padding: 2px 9px; min-height: 24px; }
select { color: var(--vscode-dropdown-foreground); background: var(--vscode-dropdown-background); max-width: 16em; }
button:hover { background: var(--vscode-button-secondaryHoverBackground); }
button[aria-pressed="true"] { outline: 1px solid var(--vscode-focusBorder); }
button:focus-visible, select:focus-visible, a:focus-visible { outline: 2px solid var(--vscode-focusBorder); outline-offset: 1px; }
#note { margin: 0; padding: 8px 12px; }
#legend { display: flex; flex-wrap: wrap; gap: 4px 14px; margin: 0; padding: 6px 12px; color: var(--vscode-descriptionForeground); }
#legend b { color: var(--vscode-editor-foreground); font-weight: 600; }
#legend .succeeded i { color: var(--vscode-testing-iconPassed, #388a34); }
#legend .failed i, #legend .timedOut i { color: var(--vscode-testing-iconFailed, #d00000); }
#legend .running i, #legend .waiting i { color: var(--vscode-testing-iconQueued, #bf8803); }
#legend i { font-style: normal; font-weight: 700; margin-right: 4px; }
#stage { flex: 1; min-height: 0; overflow: hidden; touch-action: none; cursor: grab; }
#stage.dragging { cursor: grabbing; }
#stage svg { width: 100%; height: 100%; display: block; user-select: none; }
#list { flex: 1; overflow: auto; padding: 0 12px 12px; line-height: 1.6; }
#list ol { padding-left: 1.8em; margin: 4px 0; }
#list button { background: none; color: var(--vscode-textLink-foreground); padding: 0; text-align: left; border: 0; min-height: 0; }
#list button:hover { text-decoration: underline; }
#list .aside { color: var(--vscode-descriptionForeground); }
#list .problem { color: var(--vscode-editorError-foreground); }
#list [aria-current] { font-weight: 600; }
.node[role="button"] { cursor: pointer; outline: none; }
.node[role="button"]:hover > .shape { stroke: var(--vscode-focusBorder); }
.node[aria-current]:not(.ran) > .shape { stroke: var(--vscode-focusBorder); }
.node[aria-current] > .shape { stroke-width: 2.5; fill: var(--vscode-editor-selectionHighlightBackground, var(--vscode-editorWidget-background)); }
.node:focus > .shape { stroke: var(--vscode-focusBorder); stroke-width: 3; }
.node.ran[aria-current] > .shape { stroke-width: 4; }
.edge.near { stroke-width: 2.2; stroke-opacity: 1; }
.vscode-high-contrast .node[aria-current] > .shape, .vscode-high-contrast-light .node[aria-current] > .shape { stroke-width: 4; fill: var(--vscode-editor-background); }
.vscode-high-contrast .sign, .vscode-high-contrast-light .sign { fill: var(--vscode-editor-foreground); }
.vscode-high-contrast #legend i, .vscode-high-contrast-light #legend i { color: var(--vscode-editor-foreground); }
@media (prefers-reduced-motion: no-preference) { #camera.gliding { transition: transform 150ms ease-out; } }
`;

/** A style with the value of each variable written out, for a file that knows no theme. */
export function resolved(style: string, colourOf: (variable: string) => string): string {
  const variable = /var\((--[\w-]+),\s*((?:[^()]|\([^()]*\))*)\)/g;
  let text = style;
  // A fallback can be a variable itself.
  for (let depth = 0; depth < 4 && text.includes('var('); depth++)
    text = text.replace(variable, (_whole, name: string, fallback: string) => colourOf(name).trim() || fallback);
  return text;
}
