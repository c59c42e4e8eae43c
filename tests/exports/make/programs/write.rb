# Reads {"columns": […], "rows": [[…]]} from standard input; the argument says how it is written.
require "csv"
require "json"

table = JSON.parse($stdin.read)
how = {
  "default" => {},
  "forced" => { force_quotes: true, col_sep: ";", row_sep: "\r\n" },
  "empty-quoted" => { quote_empty: false, write_nil_value: "nil" },
}.fetch(ARGV[0])
print(CSV.generate(**how) { |csv| [table["columns"], *table["rows"]].each { |row| csv << row } })
