'use client'
import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import {
  bracketMatching,
  codeFolding,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from '@codemirror/language'
import { lintGutter, setDiagnostics } from '@codemirror/lint'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { useEffect, useRef } from 'react'
import { codeOf, HIDDEN } from '@/lib/format/invisible'
import type { PlacedProblem } from '../data/placed-problem'
import { editorLook } from './code-editor-look'
import { TAKE_TEXT } from './take-text'

const PAUSE_MS = 250

const highlight = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: tags.string, color: 'var(--good)' },
  { tag: tags.number, color: 'var(--warn)' },
  { tag: tags.keyword, color: 'var(--accent)' },
  { tag: tags.comment, color: 'var(--muted)' },
  { tag: [tags.bool, tags.null], color: 'var(--bad)' },
  { tag: [tags.separator, tags.squareBracket, tags.brace], color: 'var(--muted)' },
])

/** Written out as everywhere else; joiners and the emoji sign stay, since they are part of how letters and emoji look. */
const hidden = new RegExp(`(?![\\u200c\\u200d\\ufe0f])${HIDDEN.source}`, 'gu')
const hiddenShown = highlightSpecialChars({
  specialChars: hidden,
  render: (code) => {
    const shown = document.createElement('span')
    shown.className = 'text-warn'
    shown.textContent = `[${codeOf(String.fromCodePoint(code))}]`
    return shown
  },
})

const always = [
  hiddenShown,
  lineNumbers(),
  foldGutter(),
  codeFolding(),
  lintGutter(),
  history(),
  drawSelection(),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  highlightActiveLine(),
  highlightSelectionMatches(),
  EditorState.tabSize.of(2),
  syntaxHighlighting(highlight),
  editorLook,
  keymap.of([
    ...closeBracketsKeymap,
    ...defaultKeymap,
    ...searchKeymap,
    ...historyKeymap,
    ...foldKeymap,
    indentWithTab,
  ]),
]

export type CodeEditorProps = {
  value: string
  /** Called when typing pauses and when the editor is left, not at each key. */
  onChange: (text: string) => void
  onLeave: () => void
  problems: readonly PlacedProblem[]
  /** ARIA attributes of the text box. */
  attributes: Record<string, string>
  /** Receives a way to focus the text. */
  onReady: (handle: { focus: () => void }) => void
}

/**
 * Line breaks stay as they are. Without this, CodeMirror makes every one of them a line feed. In a text with both kinds, a
 * carriage return is shown as a character.
 */
const lineBreaksOf = (text: string): Extension =>
  text.includes('\r')
    ? EditorState.lineSeparator.of(/(^|[^\r])\n|\r(?!\n)/.test(text) ? '\n' : '\r\n')
    : []

/** A text editor with marks at problems. It holds the text and reports it when typing pauses. */
export function CodeEditor({
  language,
  value,
  onChange,
  onLeave,
  problems,
  attributes,
  onReady,
}: CodeEditorProps & { language: Extension }) {
  const box = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const told = useRef(value)
  const said = useRef(new Compartment())
  const latest = useRef({ onChange, onLeave })
  latest.current = { onChange, onLeave }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor is made once; what changes is handed to it below
  useEffect(() => {
    if (!box.current) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const tell = () => {
      clearTimeout(timer)
      timer = undefined
      const text = made.state.sliceDoc()
      if (text === told.current) return
      told.current = text
      latest.current.onChange(text)
    }
    const made = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: told.current,
        extensions: [
          ...always,
          language,
          lineBreaksOf(told.current),
          said.current.of(EditorView.contentAttributes.of(attributes)),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged) return
            clearTimeout(timer)
            timer = setTimeout(tell, PAUSE_MS)
          }),
          EditorView.domEventHandlers({
            blur: () => {
              tell()
              latest.current.onLeave()
            },
          }),
        ],
      }),
    })
    view.current = made
    const take = (event: Event) => {
      if (!(event instanceof CustomEvent)) return
      const insert = made.state.toText(String(event.detail))
      made.dispatch({
        changes: { from: 0, to: made.state.doc.length, insert },
        userEvent: 'input.drop',
      })
      tell()
    }
    made.dom.addEventListener(TAKE_TEXT, take)
    onReady({ focus: () => made.focus() })
    return () => {
      tell()
      made.destroy()
      view.current = null
    }
  }, [])

  // A text from outside (a draft, the formatted text); what the editor told itself is there already.
  useEffect(() => {
    if (!view.current || value === told.current) return
    told.current = value
    view.current.dispatch({
      changes: { from: 0, to: view.current.state.doc.length, insert: value },
    })
  }, [value])

  useEffect(() => {
    view.current?.dispatch({
      effects: said.current.reconfigure(EditorView.contentAttributes.of(attributes)),
    })
  }, [attributes])

  useEffect(() => {
    const editor = view.current
    if (!editor) return
    const end = editor.state.doc.length
    // In the document every line break counts as one.
    const wide = editor.state.lineBreak.length - 1
    const text = wide ? editor.state.sliceDoc() : ''
    const place = (at: number) =>
      Math.min(end, wide ? at - (text.slice(0, at).split(editor.state.lineBreak).length - 1) : at)
    const shown = problems.map(({ from, to, message }) => ({
      from: place(from),
      to: place(to),
      severity: 'error' as const,
      message,
    }))
    editor.dispatch(setDiagnostics(editor.state, shown))
  }, [problems])

  return <div ref={box} data-keeps-escape />
}
