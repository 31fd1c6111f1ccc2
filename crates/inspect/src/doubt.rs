//! What people have to look at.

use crate::CharsetName;
use utsushi_findings::Lang;

/// Something that the bytes do not tell, or that stands in the way.
#[derive(Clone, PartialEq, Debug)]
pub enum Doubt {
    /// The file holds no record.
    NoRecords,
    /// So few records that most guesses are weak.
    FewRecords(u64),
    /// Nothing that is known here: neither text nor records of one length.
    UnknownFormat,
    /// No charset fits.
    UnknownCharset,
    /// Two charsets fit.
    TwoCharsets(CharsetName, CharsetName),
    /// Only ASCII was seen: the rest of the file may be in any charset.
    OnlyAscii,
    /// A source definition cannot name this charset; the file has to be converted before.
    ForeignCharset(CharsetName),
    /// cp932 and Shift_JIS-2004 have different characters in so many places (first number), and only Shift_JIS-2004 has
    /// one in so many (second).
    Jis2004(u64, u64),
    /// EUC-JP and eucJP-ms write characters as other code points in so many places (first number), and only eucJP-ms has one
    /// in so many (second).
    EucMicrosoft(u64, u64),
    /// So many lines are in UTF-8, and so many in cp932.
    MixedCharsets(u64, u64),
    /// Sequences that are no character.
    BadBytes(u64),
    /// NUL bytes in text.
    NulBytes(u64),
    /// Lines end in different ways.
    MixedLineEnds,
    /// Records with another number of fields, or lines of another length.
    Uneven(u64),
    /// Records whose quotes do not open or close as they should.
    Misquoted(u64),
    /// Another delimiter gives as regular records.
    TwoDelimiters(u8, u8),
    /// Whether the first line holds names is not clear.
    UnclearHeader,
    /// Names in the header that are empty or stand twice.
    UnusableNames,
    /// The last line has so many fields: a trailer, or cut off.
    OddLastLine(usize),
    /// Whether fields are delimited at all: there is one a line.
    OneField,
    /// The file is no whole number of records of this length: bytes left over.
    Remainder(u64),
    /// The record length is a guess; others are possible.
    UnclearLength(Vec<usize>),
    /// Borders between fields were guessed from what stands at each position.
    GuessedBorders,
    /// The end of the file was not seen.
    EndNotSeen,
}

impl Doubt {
    /// Whether it is about where records and characters begin, so that the bytes themselves help.
    pub fn is_about_framing(&self) -> bool {
        matches!(
            self,
            Doubt::UnknownFormat
                | Doubt::UnknownCharset
                | Doubt::TwoCharsets(..)
                | Doubt::MixedCharsets(..)
                | Doubt::Remainder(_)
                | Doubt::UnclearLength(_)
                | Doubt::TwoDelimiters(..)
                | Doubt::OneField
        )
    }

    /// One sentence.
    pub fn text(&self, lang: Lang) -> String {
        let (ja, en) = match self {
            Doubt::NoRecords => ("レコードがありません".into(), "the file holds no record".into()),
            Doubt::FewRecords(n) => (
                format!("レコードが {n} 件しかなく、推定は弱いものです"),
                format!("only {n} records: the guesses are weak"),
            ),
            Doubt::UnknownFormat => (
                "区切りも一定のレコード長も見つかりません。圧縮・暗号化されたファイル、または可変長ではありませんか".into(),
                "neither a delimiter nor a record length was found; is it compressed, encrypted, or of variable length?".into(),
            ),
            Doubt::UnknownCharset => (
                "どの文字コードとしても読めません".into(),
                "it cannot be read in any charset known here".into(),
            ),
            Doubt::TwoCharsets(a, b) => {
                let (a, b) = (a.name(), b.name());
                (
                    format!("{a} とも {b} とも読めます。漢字の出てくる場所を見て決めてください"),
                    format!("it reads as {a} and as {b}; look at places where kanji should be"),
                )
            }
            Doubt::OnlyAscii => (
                "見た範囲は ASCII だけです。文字コードはこのファイルからは決まりません (cp932 と仮定)".into(),
                "only ASCII was seen, which does not tell the charset (cp932 assumed)".into(),
            ),
            Doubt::ForeignCharset(charset) => {
                let name = charset.name();
                (
                    format!("source はこの形の {name} を読めません。先に UTF-8 へ変換してください (元のファイルも保管してください)"),
                    format!("a source definition cannot read {name} in this form; convert the file to UTF-8 first, and keep the original"),
                )
            }
            Doubt::Jis2004(differ, only) => (
                format!("cp932 と Shift_JIS-2004 で文字が違うコードが {differ} 個、Shift_JIS-2004 にしかないコードが {only} 個あります。どちらかは業者に確認してください (cp932 と仮定)"),
                format!("{differ} codes are other characters in Shift_JIS-2004, and {only} exist only there; ask the vendor which it is (cp932 assumed)"),
            ),
            Doubt::EucMicrosoft(differ, 0) => (
                format!("euc-jp と eucjp-ms で符号位置が違う記号 (〜 − など) が {differ} 個あります。どちらかは業者に確認してください (euc-jp と仮定)"),
                format!("{differ} signs (〜 − …) are other code points in eucjp-ms; ask the vendor which it is (euc-jp assumed)"),
            ),
            Doubt::EucMicrosoft(differ, only) => (
                format!("eucjp-ms にしかない文字が {only} 個、euc-jp と符号位置が違う記号が {differ} 個あります。eucjp-ms でよいか業者に確認してください (eucjp-ms と仮定)"),
                format!("{only} characters exist only in eucjp-ms, and {differ} signs are other code points in euc-jp; ask the vendor whether it is eucjp-ms (assumed)"),
            ),
            Doubt::MixedCharsets(utf8, cp932) => (
                format!("文字コードが混ざっています: UTF-8 の行が {utf8}、cp932 の行が {cp932}。一つの文字コードで出力し直してもらってください"),
                format!("charsets are mixed: {utf8} lines are UTF-8, {cp932} are cp932; have the file exported again in one"),
            ),
            Doubt::BadBytes(n) => (
                format!("文字として読めないバイト列が {n} か所あります"),
                format!("{n} sequences are no character"),
            ),
            Doubt::NulBytes(n) => (format!("NUL (00) が {n} 個あります"), format!("{n} NUL bytes (00)")),
            Doubt::MixedLineEnds => (
                "改行の種類が混ざっています。値の中の改行かもしれません".into(),
                "lines end in different ways; some may be line ends inside values".into(),
            ),
            Doubt::Uneven(n) => (
                format!("ほかと項目数や長さが違うレコードが {n} 件あります"),
                format!("{n} records have another number of fields, or another length"),
            ),
            Doubt::Misquoted(n) => (
                format!("引用符の閉じ方がおかしいレコードが {n} 件あります"),
                format!("{n} records with misplaced quotes"),
            ),
            Doubt::TwoDelimiters(a, b) => {
                let (a, b) = (delimiter_name(*a), delimiter_name(*b));
                (
                    format!("区切り文字は {a} のほか {b} とも考えられます"),
                    format!("the delimiter may be {a}, or else {b}"),
                )
            }
            Doubt::UnclearHeader => (
                "1行目が見出しかどうか、はっきりしません".into(),
                "it is not clear whether the first line holds names".into(),
            ),
            Doubt::UnusableNames => (
                "見出しに空や重複した項目名があります。列は順番で対応付けます".into(),
                "the header has empty or repeated names; columns go by their order".into(),
            ),
            Doubt::OddLastLine(n) => (
                format!("最後の行は項目が {n} 個です。件数などのトレーラーか、途中で切れたファイルです"),
                format!("the last line has {n} fields: a trailer, or the file is cut off"),
            ),
            Doubt::OneField => (
                "区切り文字が見つかりません。1行に1項目と見なします".into(),
                "no delimiter was found; one field a line is assumed".into(),
            ),
            Doubt::Remainder(n) => (
                format!("ファイルの大きさがレコード長で割り切れません ({n} バイト余ります)"),
                format!("the file is no whole number of records: {n} bytes are left over"),
            ),
            Doubt::UnclearLength(others) if others.is_empty() => (
                "レコード長は推定です。仕様書で確かめてください".into(),
                "the record length is a guess; check it against the vendor's document".into(),
            ),
            Doubt::UnclearLength(others) => {
                let list = others.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
                (
                    format!("レコード長は推定です。{list} バイトも考えられます"),
                    format!("the record length is a guess; {list} bytes are possible too"),
                )
            }
            Doubt::GuessedBorders => (
                "項目の境目は各位置の文字種からの推定です。続いた数字の項目や空の項目は一つに見えます。仕様書で確かめてください".into(),
                "borders between fields are guessed from what stands at each position; adjoining numbers and empty fields look like one: check them against the vendor's document".into(),
            ),
            Doubt::EndNotSeen => (
                "ファイルの終わりを見ていません".into(),
                "the end of the file was not seen".into(),
            ),
        };
        match lang {
            Lang::Ja => ja,
            Lang::En => en,
        }
    }
}

/// A delimiter as a source definition writes it.
pub(crate) fn delimiter_name(delimiter: u8) -> String {
    if delimiter == b'\t' { "tab".to_owned() } else { char::from(delimiter).to_string() }
}
