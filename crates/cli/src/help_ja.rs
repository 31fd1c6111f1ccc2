//! `--help` in Japanese: a text for every command and flag of [`crate::args`].

use clap::Command;

/// (command, flag or "" for the command itself, text)
const TEXTS: &[(&str, &str, &str)] = &[
    ("utsushi", "", "自治体の旧システムの出力を標準レイアウトに移し、一件も失われていないことを証明する"),
    ("utsushi", "lang", "表示の言語 (指定がなければロケール、なければ ja)"),
    ("utsushi", "threads", "使うスレッドの数 (指定がなければプロセッサーの数)"),
    (
        "utsushi",
        "progress",
        "進み具合の示し方 (標準エラー出力): auto 端末なら棒、never なし、json 一行ずつの JSON",
    ),
    ("utsushi", "quiet", "エラーのほかは何も表示しない"),
    ("utsushi", "verbose", "詳しく表示する: すべての指摘コード、時間、メモリー"),
    ("convert", "", "旧システムの出力を標準レイアウトに変換し、全レコードの行き先を示す"),
    ("convert", "project", "移行プロジェクト: migration.toml のあるフォルダー、またはそのファイル"),
    ("convert", "out", "出力先のフォルダー。まだ無いか、空のもの"),
    ("convert", "overwrite", "出力先にある前回の結果を置き換える"),
    ("convert", "job", "このジョブだけを実行する (繰り返し指定できる)"),
    ("convert", "check_only", "変換と検査だけを行い、データは書かない (指摘・不受理・件数のみ)"),
    ("convert", "memory", "プロセス全体で使ってよいメモリー。192MiB 以上"),
    ("convert", "layouts", "組み込みのレイアウトの代わりに、このフォルダーから読む"),
    ("convert", "unmask", "指摘の値を伏せずに示す (機微な項目は伏せたまま)"),
    (
        "inspect",
        "",
        "中身の分からないファイルを調べる: 文字コード、レコードの切り方、項目、source 定義のたたき台",
    ),
    ("inspect", "file", "ファイル。- は標準入力"),
    ("inspect", "toml", "source 定義だけを出力する"),
    ("explain", "", "指摘コードの意味と、どうすればよいかを示す"),
    ("explain", "code", "DAT002 のようなコード。省くとすべてのコードを一覧にする"),
    ("explain", "all", "一覧のページ全体を Markdown で出力する"),
    ("explain-record", "", "一つのレコードの変換前と変換後を、変換の段ごとに示す"),
    ("explain-record", "project", "移行プロジェクト: migration.toml のあるフォルダー、またはそのファイル"),
    ("explain-record", "record", "ファイルの中のレコードの番号。1 から数える"),
    ("explain-record", "job", "ジョブ (複数あるとき)"),
    ("explain-record", "file", "ファイル、またはそのパスの終わりの部分 (複数あるとき)"),
    ("explain-record", "layouts", "組み込みのレイアウトの代わりに、このフォルダーから読む"),
    ("explain-record", "unmask", "値を伏せずに示す (機微な項目は伏せたまま)"),
    ("synth", "", "実在しない自治体を作り、旧システムの出力とプロジェクトとして書く"),
    ("completions", "", "シェルの補完スクリプトを出力する"),
    ("completions", "shell", "シェルの名前"),
    ("man", "", "マニュアルページをフォルダーに書く"),
    ("man", "out", "出力先のフォルダー。まだ無いか、空のもの"),
    ("juki", "", "住民基本台帳: 40 項目、1 レコード約 390 バイトのファイル一つ"),
    ("juki", "records", "住民の数"),
    ("juki", "seed", "種。違う種からは違う自治体ができる"),
    ("juki", "format", "出力の形"),
    ("juki", "out", "出力先のフォルダー。まだ無いか、空のもの"),
];

const AFTER: &[(&str, &str)] = &[
    (
        "utsushi",
        "例:
  utsushi convert samples/juki-cp932-csv --out out
  utsushi inspect samples/juki-cp932-csv/input/JUKI01.csv
  utsushi explain DAT002
  utsushi synth juki --records 10000 --out city

終了コード: 0 問題なし、1 エラーあり、2 実行できなかった",
    ),
    (
        "convert",
        "例:
  utsushi convert samples/juki-cp932-csv --out out
  utsushi convert migration.toml --out D:\\移行\\out --overwrite
  utsushi convert . --job juki --check-only --out check

出力先のフォルダーは、すべて書き終えたときに初めて現れます。その中身:
  data/          標準レイアウトのファイル (CSV と Parquet)
  rejects/       受け付けなかったレコード (元のバイトのまま) と、その理由 rejects.csv
  findings.csv   何がどこで問題か (コードごとに最初の 1,000 件。全件は findings.parquet)
  trace/         すべての行の出所
  manifest.json  すべてのファイルの SHA-256 と、全レコードの行き先の件数

終了コード: 0 問題なし、1 エラーか不受理あり、2 実行できなかった",
    ),
    (
        "inspect",
        "例:
  utsushi inspect samples/juki-cp932-csv/input/JUKI01.csv
  utsushi inspect --toml JUKI01.DAT > source/juki01.toml

値そのものは表示せず、文字の種類 (漢・カ・A・9) だけを示します。
終了コード: 0 確か、1 レコードの切り方が不確か、2 読めなかった",
    ),
    ("explain", "例:\n  utsushi explain DAT002\n  utsushi explain --all --lang ja > findings.ja.md"),
    (
        "explain-record",
        "例:
  utsushi explain-record samples/juki-cp932-csv 12

値は文字の種類 (漢・カ・A・9) だけを示します。変換の後の検査の結果は findings.csv にあります。",
    ),
    (
        "completions",
        "例:\n  utsushi completions bash > /etc/bash_completion.d/utsushi\n  utsushi completions powershell >> $PROFILE",
    ),
    ("man", "例:\n  utsushi man --out man && man man/utsushi-convert.1"),
    (
        "juki",
        "例:
  utsushi synth juki --records 10000 --out city
  utsushi convert city --out city-out

同じ種からは同じバイトができます。出てくる人は誰も実在しません。",
    ),
];

/// Puts the Japanese texts in place of the English ones.
pub(crate) fn translate(command: Command) -> Command {
    let name = command.get_name().to_owned();
    let text = |flag: &str| TEXTS.iter().find(|text| text.0 == name && text.1 == flag).map(|text| text.2);
    let mut command = command.disable_help_subcommand(true);
    if let Some(about) = text("") {
        command = command.about(about);
    }
    if let Some((_, after)) = AFTER.iter().find(|after| after.0 == name) {
        command = command.after_help(*after);
    }
    command = command.mut_args(|arg| match text(arg.get_id().as_str()) {
        Some(help) => arg.help(help),
        None => arg,
    });
    command.mut_subcommands(translate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn missing(command: &Command, found: &mut Vec<String>) {
        let name = command.get_name();
        let flags = command.get_arguments().map(|arg| arg.get_id().as_str());
        for flag in flags.filter(|flag| !["help", "version"].contains(flag)).chain([""]) {
            if !TEXTS.iter().any(|text| text.0 == name && text.1 == flag) {
                found.push(format!("{name} {flag}"));
            }
        }
        command.get_subcommands().for_each(|command| missing(command, found));
    }

    #[test]
    fn every_command_and_flag_has_a_japanese_text() {
        let mut found = Vec::new();
        missing(&crate::args::Cli::command(), &mut found);
        assert_eq!(found, Vec::<String>::new());
    }

    #[test]
    fn the_commands_are_consistent_in_both_languages() {
        crate::args::Cli::command().debug_assert();
        translate(crate::args::Cli::command()).debug_assert();
    }
}
