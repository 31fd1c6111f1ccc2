use crate::{Both, Disposition, Entry, Group, Severity};

/// Records in another charset than the declared one.
pub static CHR007: Entry = Entry {
    id: "CHR007",
    group: Group::Characters,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both { ja: "文字コードの混在", en: "Several charsets in one file" },
    message: Both {
        ja: "宣言と違う文字コードで書かれたレコードがあります ({text})",
        en: "holds records in another charset than the declared one ({text})",
    },
    advice: Both {
        ja: "元のシステムから一つの文字コードで出力し直してもらってください。できなければ、文字コードごとにファイルとジョブを分けます",
        en: "have the file exported again in one charset; if that cannot be done, split it by charset into files and jobs of their own",
    },
    explanation: Both {
        ja: "ファイルの一部のレコードだけが別の文字コードです。別々に出力したファイルをつないだときなどに起きます。宣言が UTF-16 以外のときに調べます: UTF-8 以外の宣言では、全体が UTF-8 として正しく日本語の文字を三つ以上含むレコード、UTF-8 の宣言では、文字として読めなかった (CHR001・CHR002) レコードのうち CP932 として全体が読めるものを数えます。CP932 などとして読むと化けたまま通ることがあるため、棄却されないレコードも含みます。件数と最初の数件のレコード番号を示します。",
        en: "Some records of the file are in another charset, as when files that were exported apart are joined. It is looked for unless the source is UTF-16: where it is declared as anything but UTF-8, counted are records that are wholly valid UTF-8 with at least three Japanese characters; where it is declared as UTF-8, those among the records with bytes that cannot be read (CHR001, CHR002) that are wholly valid cp932. Read as cp932 such a record may pass as other characters, so records that were not rejected count, too. The number and the first records are told.",
    },
    source: "",
};
