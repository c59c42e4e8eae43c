<?php
// Reads {"columns": […], "rows": [[…]]} from standard input; the argument says how it is written.
$table = json_decode(stream_get_contents(STDIN));
$out = fopen('php://stdout', 'w');
foreach ([$table->columns, ...$table->rows] as $row) {
    match ($argv[1]) {
        'default' => fputcsv($out, $row),
        'semicolon' => fputcsv($out, $row, ';', '"', '', "\r\n"),
        // What tutorials do who do not know fputcsv.
        'implode' => fwrite($out, '"' . implode('","', $row) . "\"\n"),
    };
}
