/**
 * Completion in the words of the protocol: a list that stays small, and the documentation of the one item looked at.
 *
 * The items of the last answer are kept, so that documentation is made only when the editor asks for it. What all items
 * have in common is said once, to an editor that understands that.
 */

import {
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  type CompletionList,
  InsertTextFormat,
  InsertTextMode,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Completion } from './language/index.ts';
import { toMarkup, toRange } from './lspConvert.ts';
import type { Features } from './lspFeatures.ts';
import { plainOf } from './lspSnippets.ts';

const kinds = {
  key: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  reference: CompletionItemKind.Variable,
  step: CompletionItemKind.Reference,
  // Not as a snippet: an editor may be told to leave those out, and this one fits where it is offered.
  snippet: CompletionItemKind.Struct,
  action: CompletionItemKind.Function,
  operation: CompletionItemKind.Method,
  member: CompletionItemKind.Field,
  path: CompletionItemKind.Struct,
};

export function completionAnswers(features: () => Features) {
  let answer = 0;
  let last: readonly Completion[] = [];

  return {
    /** The answer to a request for completion; an incomplete one is asked for anew as typing goes on. */
    list(
      items: Completion[],
      text: TextDocument,
      offset: number,
      isIncomplete = false,
    ): CompletionItem[] | CompletionList {
      answer++;
      last = items;
      const [first] = items;
      if (first === undefined || !features().itemDefaults) {
        const all = items.map((item, index) => ({
          ...toItem(item, text, offset, features()),
          textEdit: { range: toRange(item.range, text), newText: textOf(item, features()) },
          insertTextMode: InsertTextMode.asIs,
          data: [answer, index],
        }));
        return isIncomplete ? { isIncomplete, items: all } : all;
      }
      const editRange = toRange(first.range, text);
      return {
        isIncomplete,
        itemDefaults: { editRange, insertTextMode: InsertTextMode.asIs },
        items: items.map((item, index) => {
          const same = item.range.start === first.range.start && item.range.end === first.range.end;
          const newText = textOf(item, features());
          const written: Partial<CompletionItem> = same
            ? newText === item.label
              ? {}
              : { textEditText: newText }
            : { textEdit: { range: toRange(item.range, text), newText } };
          return { ...toItem(item, text, offset, features()), ...written, data: [answer, index] };
        }),
      };
    },

    /** The same item with its documentation; one of an older answer as it is. */
    resolve(item: CompletionItem): CompletionItem {
      const [from, index] = Array.isArray(item.data) ? item.data : [];
      const documentation = from === answer ? last[index]?.documentation?.() : undefined;
      return documentation ? { ...item, documentation: toMarkup(documentation, features()) } : item;
    },
  };
}

function toItem(item: Completion, text: TextDocument, offset: number, features: Features): CompletionItem {
  // Editors filter by what the item replaces: a quote or brace in front of the word has to stand in front of the label.
  const lead = /^[^\w$]*/.exec(text.getText().slice(item.range.start, offset))?.[0] ?? '';
  const compared = item.filter ?? item.label;
  const filterText = compared.startsWith(lead) ? compared : lead + compared;
  return {
    label: item.label,
    kind: kinds[item.kind],
    sortText: item.sort,
    ...(filterText !== item.label && { filterText }),
    ...(item.detail && { detail: item.detail }),
    ...(item.deprecated && { tags: [CompletionItemTag.Deprecated] }),
    ...(item.snippet && features.snippets && { insertTextFormat: InsertTextFormat.Snippet }),
    ...(item.also && {
      additionalTextEdits: item.also.map((edit) => ({ range: toRange(edit, text), newText: edit.text })),
    }),
  };
}

function textOf({ snippet, insert }: Completion, features: Features): string {
  return snippet && !features.snippets ? plainOf(insert) : insert;
}
