// Reads tab-separated base64, a row a line, from standard input (a lone hyphen is null); the argument says how it is
// written. opencsv and commons-csv are on the class path.
import com.opencsv.CSVWriter;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

import static java.nio.charset.StandardCharsets.UTF_8;

class Write {
    public static void main(String[] arguments) throws Exception {
        List<String[]> rows = new ArrayList<>();
        var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line; (line = in.readLine()) != null; ) {
            String[] row = line.split("\t", -1);
            for (int at = 0; at < row.length; at++) {
                row[at] = row[at].equals("-") ? null : new String(Base64.getDecoder().decode(row[at]), UTF_8);
            }
            rows.add(row);
        }
        try (Writer out = new OutputStreamWriter(System.out, UTF_8)) {
            switch (arguments[0]) {
                case "opencsv" -> new CSVWriter(out).writeAll(rows);
                case "opencsv-plain" -> new CSVWriter(
                        out, ';', CSVWriter.NO_QUOTE_CHARACTER, '\\', CSVWriter.RFC4180_LINE_END).writeAll(rows);
                default -> {
                    try (var printer = new CSVPrinter(out, CSVFormat.valueOf(arguments[0]))) {
                        for (String[] row : rows) {
                            printer.printRecord((Object[]) row);
                        }
                    }
                }
            }
        }
    }
}
