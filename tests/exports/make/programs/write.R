# Reads tab-separated JSON strings, a row a line, from standard input; the argument says how it is written.
# R has no JSON of its own: each field is base64 of UTF-8 text, NA is a lone hyphen, a logical is TRUE or FALSE.
lines <- readLines(file("stdin"))
fields <- strsplit(lines, "\t", fixed = TRUE)
text <- function(field) {
  if (field == "-") return(NA_character_)
  decoded <- base64decode(field)
  Encoding(decoded) <- "UTF-8"
  decoded
}
alphabet <- c(LETTERS, letters, 0:9, "+", "/")
base64decode <- function(field) {
  at <- match(strsplit(gsub("=", "", field), "")[[1]], alphabet) - 1L
  bits <- as.integer(unlist(lapply(at, function(one) rev(as.integer(intToBits(one))[1:6]))))
  bytes <- length(bits) %/% 8
  if (bytes == 0) return("")
  rawToChar(packBits(as.vector(matrix(bits[seq_len(bytes * 8)], nrow = 8)[8:1, ]), "raw"))
}
names <- vapply(fields[[1]], text, "")
columns <- lapply(seq_along(names), function(at) vapply(fields[-1], function(row) text(row[[at]]), ""))
data <- as.data.frame(columns, col.names = names, stringsAsFactors = FALSE, check.names = FALSE)
data$id <- as.integer(data$id)
data$email_verified <- as.logical(data$email_verified)
data$birthdate <- as.Date(data$birthdate)
switch(commandArgs(TRUE)[[1]],
  "write-csv" = write.csv(data),
  "write-csv2" = write.csv2(data, row.names = FALSE, na = ""),
  "write-table" = write.table(data, sep = "\t", row.names = FALSE),
  "write-table-quote-false" = write.table(data, sep = "\t", row.names = FALSE, quote = FALSE)
)
