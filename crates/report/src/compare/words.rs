//! Every word that the page about a comparison says itself, in both languages.

use crate::words::{both, words};
use utsushi_findings::Both;

words! {
    TITLE = "比較報告書", "Comparison";
    EQUAL = "同じです", "Equal";
    EXCUSED = "許容した違いのほかは同じです", "Equal but for what is tolerated";
    DIFFERENT = "違いがあります", "Different";
    EQUAL_ROWS = "同じ行", "Rows that are equal";
    CHANGED_ROWS = "変更された行", "Rows changed";
    TOLERATED_ROWS = "許容した違いだけの行", "Rows with tolerated differences only";
    ONLY_A = "A だけの行", "Rows only in A";
    ONLY_B = "B だけの行", "Rows only in B";
    NOT_COMPARED = "読めなかった行・値・ファイル", "Lines, values, files not read";
    BY_FILE = "ファイルごとの件数", "Rows by file";
    FILE = "ファイル", "File";
    KEY = "キー", "Key";
    WHOLE_ROWS = "なし (行の全体で比較)", "none (rows compared as wholes)";
    ROWS_A = "A の行", "Rows of A";
    ROWS_B = "B の行", "Rows of B";
    EQUAL_SHORT = "同じ", "Equal";
    CHANGED = "変更", "Changed";
    TOLERATED = "許容", "Tolerated";
    A_ALONE = "A だけ", "Only in A";
    B_ALONE = "B だけ", "Only in B";
    DOUBLED = "重複するキー (A / B)", "Doubled keys (A / B)";
    UNREAD = "読めなかったもの (A / B)", "Not read (A / B)";
    MISSING = "ありません", "not there";
    BY_ITEM = "項目ごとの違い", "Differences by item";
    NO_ITEMS = "値の違う項目はありません。", "In no item do values differ.";
    ITEMS_OF_ONE = "片方だけにある項目", "Items that only one side has";
    FILLED = "値のある行", "Filled rows";
    ITEM = "項目", "Item";
    SIDE = "どちら", "Side";
    DIFFERENCES = "違いの例", "Examples of differences";
    RULE = "種類と項目ごとに、はじめの 3 件までを示します。値は伏せてあります (漢・カ・A・9 は文字の種類)。すべては differences.csv にあります。",
        "Of each kind and item the first three. Values are masked (漢, カ, A, 9 are kinds of characters). All of them are in differences.csv.";
    NO_DIFFERENCES = "違いはありません。", "There are no differences.";
    KIND = "種類", "Kind";
    WHOLE_ROW = "行の全体", "the whole row";
    COUNT = "件数", "Count";
    EXAMPLES = "例", "Examples";
    RECORD_A = "A の場所", "Place in A";
    RECORD_B = "B の場所", "Place in B";
    VALUE_A = "A の値", "Value in A";
    VALUE_B = "B の値", "Value in B";
    TOLERANCES = "許容した違い", "What is tolerated";
    REMARKS = "気になること", "Remarks";
    PATH = "パス", "Path";
    WHAT = "内容", "What";
    OUTPUTS = "作成したファイル", "Files written";
    FILTER = "違いを絞り込む", "Filter the differences";
    SHOWN = "{all} 種のうち {some} 種を表示", "{some} of {all} kinds shown";
    SKIP = "違いの例へ", "Skip to the examples";
}
