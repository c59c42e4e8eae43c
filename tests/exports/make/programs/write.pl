# Reads {"columns": […], "rows": [[…]]} from standard input; the argument says how it is written.
use strict;
use warnings;
use utf8;
use JSON::PP;
use Text::CSV;

my $table = JSON::PP->new->utf8->boolean_values("0", "1")->decode(do { local $/; <STDIN> });
my %how = (
    default => { binary => 1, eol => "\n" },
    quoted  => { binary => 1, eol => "\r\n", always_quote => 1, undef_str => '\\N' },
);
my $csv = Text::CSV->new($how{ $ARGV[0] }) or die Text::CSV->error_diag;
binmode STDOUT, ":encoding(UTF-8)";
$csv->print(\*STDOUT, $_) for $table->{columns}, @{ $table->{rows} };
