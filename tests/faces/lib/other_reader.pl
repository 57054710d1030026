# SPDX-License-Identifier: GPL-3.0-or-later
# What Perl's Text::vCard (libtext-vcard-perl) finds in cards on standard input, as JSON: of each card the property
# names with the parts and types of each node.
use strict;
use warnings;
use JSON::PP;
use Text::vCard::Addressbook;

binmode STDIN, ":encoding(UTF-8)";
local $/;
my $text = <STDIN>;
my $book = Text::vCard::Addressbook->new({ source_text => $text });
my @cards;
for my $card ($book->vcards) {
    my %lines;
    for my $type (sort keys %{ $card->{nodes} }) {
        for my $node (@{ $card->{nodes}{$type} }) {
            my %parts = map { $_ => $node->{$_} } grep { defined $node->{$_} } @{ $node->{field_order} };
            push @{ $lines{$type} }, { parts => \%parts, group => $node->group, types => [sort map { lc } grep { defined } $node->types] };
        }
    }
    push @cards, \%lines;
}
print JSON::PP->new->canonical->utf8->allow_blessed->encode(\@cards);
