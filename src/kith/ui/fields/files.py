"""The fields for files."""

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from kith.ui.fields import wording
from kith.ui.fields.base import FieldMixin

if TYPE_CHECKING:
    from kith.ui.forms import BoundField

MEGABYTE = 1_000_000


class FileField(FieldMixin, forms.FileField):
    """One file of the ``extensions`` given (such as ``("csv", "xlsx")``; none means any) up to
    ``max_bytes``.

    The name and the size are all it judges: what is inside is for whoever reads it.
    """

    component = "file-upload"
    verb = "Choose"

    def __init__(
        self,
        label: str | None = None,
        *,
        extensions: tuple[str, ...] = (),
        max_bytes: int = 10 * MEGABYTE,
        **kwargs: Any,
    ) -> None:
        self.extensions = tuple(extension.lower().lstrip(".") for extension in extensions)
        self.max_bytes = max_bytes
        super().__init__(label, **kwargs)

    def missing_message(self) -> str:
        """The error when no file was chosen."""
        return self.missing or wording.ask("Choose", str(self.label or "a file"))

    def to_python(self, data: Any) -> UploadedFile | None:
        """The file, or None when there is none. Raises ValidationError for one that is empty, too
        large or of another kind.
        """
        if data in self.empty_values:
            return None
        self.refuse(data)
        return data  # type: ignore[no-any-return]

    def refuse(self, data: UploadedFile) -> None:
        """Raises ValidationError saying what is wrong with the file."""
        extension = PurePath(data.name or "").suffix.lower().lstrip(".")
        if not data.name or not data.size:
            raise ValidationError("The selected file is empty", code="empty")
        if data.size > self.max_bytes:
            raise ValidationError(
                f"The selected file must be {_size(self.max_bytes)} or smaller", code="max_bytes"
            )
        if self.extensions and extension not in self.extensions:
            kinds = " or ".join(kind.upper() for kind in self.extensions)
            raise ValidationError(f"The selected file must be a {kinds} file", code="extension")

    def params(self, bound: "BoundField") -> dict[str, Any]:
        """As every field, with the kinds of file the chooser offers."""
        params = super().params(bound)
        del params["value"]
        if self.extensions:
            params["attributes"] = {
                "accept": ",".join(f".{kind}" for kind in self.extensions),
                **params["attributes"],
            }
        return params


class FilesField(FileField):
    """Several files, chosen at once and each judged as ``FileField`` does: ``most`` of them, up to
    ``max_together`` bytes. Their value is a list.
    """

    def __init__(
        self,
        label: str | None = None,
        *,
        most: int = 5,
        max_together: int = 20 * MEGABYTE,
        **kwargs: Any,
    ) -> None:
        self.most, self.max_together = most, max_together
        super().__init__(label, widget=_SeveralInput, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """The files. Raises ValidationError, naming the file where one is wrong, for any that ``FileField``
        refuses, too many, or too much.
        """
        files = [one for one in data or [] if one]
        self.validate(files)
        for file in files:
            self._refuse_one(file)
        if len(files) > self.most:
            raise ValidationError(f"You can choose up to {self.most} files", code="most")
        if sum(file.size or 0 for file in files) > self.max_together:
            raise ValidationError(
                f"The selected files must be {_size(self.max_together)} or smaller together",
                code="max_together",
            )
        return files

    def _refuse_one(self, file: UploadedFile) -> None:
        try:
            self.refuse(file)
        except ValidationError as error:
            raise ValidationError(f"{file.name}: {error.message}", code=error.code) from error

    def params(self, bound: "BoundField") -> dict[str, Any]:
        """As every field for files, saying how many bytes, so that the page can warn before it sends them."""
        params = super().params(bound)
        params["attributes"] = {
            "multiple": "multiple",
            "data-most-files": str(self.most),
            "data-most-bytes": str(self.max_bytes),
            "data-most-together": str(self.max_together),
            **params["attributes"],
        }
        return params


class _SeveralInput(forms.ClearableFileInput):
    allow_multiple_selected = True


def _size(count: int) -> str:
    """A number of bytes as people say it: 12MB, 500KB, 10 bytes."""
    if count < 1_000:
        return f"{count} bytes"
    return f"{count / MEGABYTE:.3g}MB" if count >= MEGABYTE else f"{count / 1_000:.3g}KB"
