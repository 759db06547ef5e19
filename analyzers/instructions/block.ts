/** What kind of stretch a block is; the values of `text.role`. */
export type Role =
  | 'heading'
  | 'paragraph'
  | 'list-item'
  | 'code-block'
  | 'inline-code'
  | 'comment'
  | 'html'
  | 'link'
  | 'frontmatter'
  | 'quote'
  | 'table'

/** A stretch of a document. Lines are of the document, from 1. */
export interface Block {
  readonly role: Role
  /** As a reader sees it: markup gone. */
  readonly text: string
  readonly line: number
  readonly lineEnd: number
  /** Headings above, outermost first, joined by ` > `. */
  readonly heading: string
  /** Language of a code block as its fence says. */
  readonly language?: string
  /** Target of a link. */
  readonly link?: string
  /** Links inside the text: what is shown, and where it leads. */
  readonly links?: readonly { readonly text: string; readonly url: string }[]
}
