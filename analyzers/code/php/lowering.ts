import type { SyntaxNode } from '../../syntax/node.js'
import type { Argument, ClassStatement, Expr, FunctionDef, Pattern } from '../ir.js'

/** Lowers PHP expressions (PHP manual, Expressions and Operators). */
export interface PhpExpressions {
  readonly expression: (node: SyntaxNode) => Expr
  readonly pattern: (node: SyntaxNode) => Pattern
  /** What a class is called where it stands: `self`, `parent`, an alias, a name with its namespace. */
  readonly classOf: (node: SyntaxNode) => Expr
}

/** Lowers PHP functions and classes; they hold expressions, and expressions hold them. */
export interface PhpFunctions {
  /** A function or method; `doc` is the comment that stands before. */
  readonly definition: (node: SyntaxNode, doc?: string, isMethod?: boolean) => FunctionDef
  readonly classDefinition: (node: SyntaxNode) => ClassStatement
  readonly anonymous: (node: SyntaxNode, args: readonly Argument[]) => Expr
  /** Attributes, as what decorates a definition. */
  readonly attributes: (node: SyntaxNode) => readonly Expr[]
  /** What a parameter or property is when nobody gives it anything. */
  readonly otherwise: (node: SyntaxNode, given: SyntaxNode | undefined) => Expr | undefined
  /** The class that the one around inherits from. */
  readonly parent: (node: SyntaxNode) => Expr
}
