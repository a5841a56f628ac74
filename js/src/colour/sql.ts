/** SQL of any dialect: a reader knows which one it is, and a keyword too many does no harm. */

import { sql as dialect } from "@codemirror/legacy-modes/mode/sql"
import type { Mode } from "./mode.ts"
import { words } from "./words.ts"

export const sql = dialect({
  keywords: words(
    "add after all alter analyze and any as asc auto_increment autoincrement begin between by " +
      "cascade case check collate column commit concurrently conflict constraint create cross " +
      "current_date current_time current_timestamp cursor database declare default deferrable " +
      "delete desc describe distinct do drop else elseif end escape except exec execute exists " +
      "explain fetch filter first following for foreign from full function glob grant group having " +
      "if ignore ilike in index inner insert intersect into is isnull join key language last " +
      "lateral left like limit materialized merge minus natural next no not notnull nothing nulls " +
      "of offset on only or order outer over partition pragma preceding primary procedure qualify " +
      "range recursive references rename replace restrict return returning returns revoke right " +
      "rollback row rows savepoint schema select set show similar some table temp temporary then " +
      "to top transaction trigger truncate unbounded union unique update upsert use using vacuum " +
      "values view when where while window with without",
  ),
  builtin: words(
    "array avg bigint bigserial binary bit blob bool boolean bytea cast char character clob coalesce count date datetime " +
      "decimal dense_rank double enum float geometry inet int int2 int4 int8 integer interval json jsonb lag lead " +
      "longtext max mediumint mediumtext min money nchar nullif number numeric nvarchar precision " +
      "rank real row_number serial " +
      "smallint smallserial string sum text time timestamp timestamptz tinyint tinytext uuid varbinary " +
      "varchar varchar2 xml year",
  ),
  atoms: words("false true null unknown"),
  dateSQL: words("date time timestamp"),
  backslashStringEscapes: false,
  support: words("ODBCdotTable doubleQuote binaryNumber hexNumber"),
} as never) as unknown as Mode
