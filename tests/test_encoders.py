"""The encoder: verified files, nothing cut silently, rows in order, the query path in step with the library."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb import encoders
from kb.config import Settings
from kb.encoders import Encoder, batches, fingerprint, load_encoder, number_type, packaged_model, same_space
from kb.errors import EncoderError, UsageError

PLAIN = replace(Settings.from_environment({}), encoder=encoders.UNTUNED)
TEXTS = [
    "A borrower shall return the ladder dry.",
    "Paint.",
    "The keeper may refuse to lend a ladder where the borrower has lost one before, unless the loss was excused.",
    "",
    "Disputes about rungs are settled by the keeper of the oldest ladder.",
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder(replace(PLAIN, encoder_dtype="float32"))


@pytest.fixture(scope="module")
def model_folder(encoder: Encoder) -> Path:
    return encoder._files.folder


# ── files ──


def test_importing_the_room_and_encoding_a_query_loads_no_torch() -> None:
    code = (
        "import sys, kb.encoders as e, kb.config as c; s = c.Settings.from_environment({});"
        "assert not {'torch', 'tokenizers', 'safetensors'} & set(sys.modules);"
        "found = e.load_encoder(s); found.encode_query('May the keeper refuse?'); found.pieces('A rung.');"
        "assert not {'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_changed_weights_are_refused(tmp_path: Path, model_folder: Path) -> None:
    for name in ("config.json", "tokenizer.json", "model.safetensors"):
        shutil.copy(model_folder / name, tmp_path / name)
    packaged_model(tmp_path)
    with (tmp_path / "model.safetensors").open("r+b") as stream:
        stream.seek(5_000_000)
        byte = stream.read(1)[0]
        stream.seek(5_000_000)
        stream.write(bytes([byte ^ 1]))
    with pytest.raises(EncoderError, match="published weights"):
        packaged_model(tmp_path)


def test_missing_weights_are_reported(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="is missing"):
        packaged_model(tmp_path)


def test_a_folder_without_a_model_is_reported(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="holds no sentence-transformers model"):
        load_encoder(replace(PLAIN, encoder=str(tmp_path)))


@pytest.mark.parametrize("name", ["no-such-model-anywhere", "nobody/no-such-model", "not a/name/at all"])
def test_an_unknown_name_is_reported_and_nothing_is_fetched(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {**os.environ})
    with pytest.raises(EncoderError, match="no such encoder on this machine"):
        load_encoder(replace(PLAIN, encoder=name))


def test_files_that_are_no_model_are_reported_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "ladder"}')
    (tmp_path / "modules.json").write_text("[]")
    with pytest.raises(EncoderError, match=r"cannot be loaded|no transformer") as caught:
        load_encoder(replace(PLAIN, encoder=str(tmp_path))).encode(["x"])
    assert "\n" not in caught.value.sentence


# ── fingerprints and number types ──


def test_the_fingerprint_needs_no_model_and_is_that_of_the_encoder(encoder: Encoder) -> None:
    assert fingerprint(replace(PLAIN, encoder_dtype="float32")) == encoder.fingerprint


def test_the_number_type_is_part_of_the_fingerprint_but_not_of_the_space() -> None:
    one, other = (fingerprint(replace(PLAIN, encoder_dtype=kind)) for kind in ("float32", "bfloat16"))
    assert one != other
    assert same_space(one, other)
    assert not same_space(one, "another" + other)


@pytest.mark.parametrize(("flags", "expected"), [("fpu avx512_bf16 sse", "bfloat16"), ("fpu avx512f sse", "float32")])
def test_auto_is_bfloat16_only_where_the_processor_has_it(
    flags: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoders.platform, "system", lambda: "Linux")
    monkeypatch.setattr(Path, "read_text", lambda *_args, **_named: f"flags\t\t: {flags}\n")
    assert number_type("auto") == expected
    assert number_type("float32") == "float32"
    assert number_type("bfloat16") == "bfloat16"


def test_an_unknown_number_type_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="int4"):
        load_encoder(replace(PLAIN, encoder_dtype="int4"))


# ── batches ──


@given(st.lists(st.integers(1, 256), max_size=60), st.integers(1, 2000))
def test_batches_hold_each_row_once_and_keep_the_budget(lengths: list[int], budget: int) -> None:
    found = list(batches(lengths, budget))
    assert sorted(row for rows in found for row in rows) == list(range(len(lengths)))
    assert all(len(rows) == 1 or len(rows) * max(lengths[row] for row in rows) <= budget for rows in found)


# ── pieces ──

words = st.sampled_from(
    ["ladder", "rung.", "extraterritoriality;", "§", "漢字", "a\n", "\u00ad", "\ud800", "Straße!", "0"]
)
prose = st.lists(st.one_of(words, st.text(max_size=9)), max_size=900).map(" ".join)
joined = st.text(st.sampled_from("ab.漢 \n\t\u00ad\u0301🪜"), max_size=900)


@settings(max_examples=60, deadline=None)
@given(st.one_of(prose, joined), st.sampled_from(["", "Convention on Borrowed Ladders, article 4: ", "x" * 50]))
def test_pieces_cover_the_text_and_fit_the_window(encoder: Encoder, text: str, prefix: str) -> None:
    spans = encoder.pieces(text, prefix)
    assert "".join(span.of(text) for span in spans) == text
    assert all(span.start < span.end for span in spans)
    assert all(encoder.count(prefix + span.of(text)) <= encoder.window for span in spans)


def test_a_text_that_fits_stays_whole(encoder: Encoder) -> None:
    assert [(span.start, span.end) for span in encoder.pieces(TEXTS[2])] == [(0, len(TEXTS[2]))]


def test_cuts_stand_at_ends_of_sentences(encoder: Encoder) -> None:
    text = "The keeper counts the rungs of every ladder at dusk. " * 60
    assert all(span.of(text).endswith("dusk. ") for span in encoder.pieces(text))


def test_a_sentence_without_end_is_cut_between_words(encoder: Encoder) -> None:
    text = "ladders " * 700
    assert all(span.of(text).endswith("ladders ") for span in encoder.pieces(text))


def test_a_word_without_end_is_cut_all_the_same(encoder: Encoder) -> None:
    text = "漢" * 1000
    assert len(encoder.pieces(text)) == 4


def test_a_prefix_that_fills_the_window_is_wrong_usage_and_opening_shortens_it(encoder: Encoder) -> None:
    prefix = "ladder " * 250
    with pytest.raises(UsageError, match="window"):
        encoder.pieces("A rung.", prefix)
    assert encoder.opening(prefix, 30) == ("ladder " * 30).strip()
    assert encoder.pieces("A rung.", encoder.opening(prefix, 30))


@given(st.text(max_size=80), st.integers(1, 12))
@settings(deadline=None)
def test_an_opening_is_an_opening_and_keeps_its_number_of_tokens(encoder: Encoder, text: str, tokens: int) -> None:
    found = encoder.opening(text, tokens)
    assert text.startswith(found)
    assert found == text or encoder.count(found) - 2 <= tokens


# ── vectors ──


def test_vectors_are_unit_length_float32_in_input_order(encoder: Encoder) -> None:
    found = encoder.encode(TEXTS)
    assert found.dtype == np.float32
    assert found.shape == (len(TEXTS), encoder.dim)
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    for row, text in enumerate(TEXTS):
        np.testing.assert_allclose(found[row], encoder.encode([text])[0], atol=1e-5)


def test_nothing_to_encode_gives_no_rows_and_loads_no_model() -> None:
    fresh = load_encoder(PLAIN)
    assert fresh.encode([]).shape == (0, fresh.dim)
    assert "_model" not in vars(fresh)


def test_two_threads_may_encode_at_the_same_time(encoder: Encoder) -> None:
    expected = encoder.encode(TEXTS)
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(encoder.encode, [TEXTS] * 8):
            np.testing.assert_allclose(found, expected, atol=1e-6)


def test_encoding_leaves_the_number_of_torch_threads_as_it_was(encoder: Encoder) -> None:
    import torch

    before = torch.get_num_threads()
    encoder.encode(TEXTS * 10)
    assert torch.get_num_threads() == before


def test_vectors_equal_those_of_sentence_transformers(encoder: Encoder, model_folder: Path) -> None:
    from sentence_transformers import SentenceTransformer

    stock = SentenceTransformer(str(model_folder), device="cpu", local_files_only=True)
    assert (stock.max_seq_length, stock.get_embedding_dimension()) == (encoder.window, encoder.dim)
    np.testing.assert_allclose(encoder.encode(TEXTS), stock.encode(TEXTS), atol=2e-6)


def test_the_query_path_gives_the_vector_of_the_full_path(encoder: Encoder) -> None:
    for text in [*TEXTS, "ladder " * 400]:
        np.testing.assert_allclose(encoder.encode_query(text), encoder.encode([text])[0], atol=2e-6)


def test_bfloat16_stays_close_to_float32(encoder: Encoder) -> None:
    short = load_encoder(replace(PLAIN, encoder_dtype="bfloat16"))
    cosines = (short.encode(TEXTS) * encoder.encode(TEXTS)).sum(axis=1)
    assert cosines.min() > 0.997


def test_no_word_of_a_long_text_is_lost(encoder: Encoder) -> None:
    opening = "The keeper counts the rungs. " * 50
    one, other = encoder.encode([opening + "Paint dries slowly.", opening + "Wolves howl at the moon."])
    assert one @ other < 0.9999


def test_progress_ends_at_the_number_of_texts(encoder: Encoder) -> None:
    seen: list[tuple[int, int]] = []
    encoder.encode(TEXTS * 20, lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1] == (100, 100)


def test_half_surrogates_do_not_stop_the_encoder(encoder: Encoder) -> None:
    np.testing.assert_array_equal(encoder.encode(["rung \ud800"]), encoder.encode(["rung ?"]))


def test_a_folder_with_a_model_of_ones_own_is_read_the_same_way(encoder: Encoder, model_folder: Path) -> None:
    own = load_encoder(replace(PLAIN, encoder=str(model_folder), encoder_dtype="float32"))
    assert (own.dim, own.window) == (encoder.dim, encoder.window)
    np.testing.assert_allclose(own.encode(TEXTS), encoder.encode(TEXTS), atol=1e-6)
    np.testing.assert_allclose(own.encode_query(TEXTS[0]), encoder.encode_query(TEXTS[0]), atol=2e-6)


def test_real_provisions_lose_nothing_when_cut(encoder: Encoder, shared: Path) -> None:
    text = (shared / "treaties" / "untoc.md").read_text(encoding="utf-8")
    spans = encoder.pieces(text, "UNTOC: ")
    assert "".join(span.of(text) for span in spans) == text
    assert max(encoder.count("UNTOC: " + span.of(text)) for span in spans) <= encoder.window


def test_loading_and_encoding_never_look_at_the_network() -> None:
    code = (
        "import socket\n"
        "def refuse(*args, **named): raise SystemExit('looked at the network')\n"
        "socket.getaddrinfo = socket.create_connection = socket.socket.connect = refuse\n"
        "import kb.encoders as e, kb.config as c\n"
        "found = e.load_encoder(c.Settings.from_environment({}))\n"
        "found.encode(['A rung.', 'A ladder.']); found.encode_query('A rung?')\n"
    )
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("HF_", "TRANSFORMERS_"))}
    subprocess.run([sys.executable, "-c", code], check=True, env=kept)


# ── tuned layers ──


@pytest.fixture
def layers(tmp_path: Path, model_folder: Path) -> Path:
    """A folder with the published third layer, scaled a little, and its card."""
    import hashlib
    import json

    from safetensors.numpy import load_file, save_file

    published = load_file(model_folder / "model.safetensors")
    name = "encoder.layer.3.output.dense.weight"
    save_file({name: (published[name] * 1.1).astype(np.float16)}, tmp_path / encoders.LAYERS)
    digest = hashlib.sha256((tmp_path / encoders.LAYERS).read_bytes()).hexdigest()
    (tmp_path / "card.json").write_text(json.dumps({"sha256": digest}), encoding="utf-8")
    return tmp_path


def test_tuned_layers_change_rows_and_questions_alike(layers: Path, encoder: Encoder) -> None:
    ours = Encoder(encoders.tuned(encoder._files, layers), "float32")
    rows = ours.encode(TEXTS[:3])
    assert np.allclose(rows, np.stack([ours.encode_query(text) for text in TEXTS[:3]]), atol=1e-4)
    assert not np.allclose(rows, encoder.encode(TEXTS[:3]), atol=1e-4)


def test_tuned_layers_have_a_space_of_their_own(layers: Path, encoder: Encoder) -> None:
    ours = Encoder(encoders.tuned(encoder._files, layers), "float32")
    assert not same_space(ours.fingerprint, encoder.fingerprint)


def test_tuned_layers_that_changed_are_refused(layers: Path, encoder: Encoder) -> None:
    with (layers / encoders.LAYERS).open("ab") as stream:
        stream.write(b"\0")
    with pytest.raises(EncoderError, match="bytes have changed"):
        encoders.tuned(encoder._files, layers)


def test_a_corpus_without_tuned_layers_leaves_the_published_ones(tmp_path: Path, encoder: Encoder) -> None:
    assert encoders.tuned(encoder._files, tmp_path) == encoder._files
