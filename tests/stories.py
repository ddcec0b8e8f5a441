"""Five stories of a town that does not exist, for the fixture newspaper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

FIRST = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Story:
    """One article of the newspaper."""

    path: str
    title: str
    author: str
    published: datetime
    text: str

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs, each in one line."""
        return [" ".join(part.split()) for part in self.text.split("\n\n")]

    @property
    def lead(self) -> str:
        """The first paragraph, which the feeds give as the summary."""
        return self.paragraphs[0]


STORIES = (
    Story(
        "/2026/03/02/harbour-wall.html",
        "Harbour wall will cost twice as much, council says",
        "Ada Quill",
        FIRST,
        """
        Rebuilding the harbour wall of Amsel will cost 48 million crowns, twice the first estimate,
        the town council said on Monday.

        “We found the old foundations in a worse state than anyone feared,” said Mara Lindt, the
        council's head of works. Divers spent eleven days below the wall in February.

        The fishing cooperative denied that its boats had damaged the stone. Its chairman, Piet
        Oswin, said that about 30 of the 42 boats had not left port since the autumn.

        According to a report by the harbour office, the wall sank by four centimetres between 2019
        and 2025. Engineers expect the work to last until the spring of 2028.
        """,
    ),
    Story(
        "/2026/03/02/school-bus.html",
        "Villages lose their school bus after Easter",
        "Tom Farrier",
        FIRST + timedelta(hours=2),
        """
        Three villages in the Upper Amsel valley will lose their school bus after Easter, the
        district confirmed on Monday.

        District officer Helga Brandt said that only 14 children used the line each day. “Nobody
        wants to drive an empty bus up a mountain,” she told parents at a meeting.

        Parents disputed the count. Jonas Reed, a father of two, said at least 25 children waited at
        the stop in Hollin every morning.

        The bus company declined to comment. The district asked it for a new timetable, which is due
        by the end of the month.
        """,
    ),
    Story(
        "/2026/03/03/storm-count.html",
        "Storm brought down more than 600 trees",
        "Ada Quill",
        FIRST + timedelta(days=1),
        """
        More than 600 trees fell in the storm that crossed the Amsel forest on Sunday night,
        foresters said on Tuesday.

        “It will take us two summers to clear the paths,” said Ruth Almen of the forest service. She
        warned walkers to keep out of the northern part until further notice.

        The railway, which had claimed that between 200 and 300 trees lay along its line, later
        withdrew the figure. A spokesman said that the line would open on Friday.

        Insurers put the damage at roughly 3.5 million crowns, the Amsel Courier reported.
        """,
    ),
    Story(
        "/2026/03/03/museum-theft.html",
        "Police recover stolen compass of the museum",
        "Nell Varga",
        FIRST + timedelta(days=1, hours=3),
        """
        Police have recovered the ship's compass that was stolen from the Amsel museum in January, a
        police spokeswoman said on Tuesday.

        The compass was found in a garage in Hollin, said the spokeswoman, Irma Toth. A man of 37
        was questioned and released. He denies that he took it.

        “It has a new scratch, and it still points north,” said the director, Emil Soren. The museum
        values the piece at 90,000 crowns.

        A person familiar with the inquiry said that two more arrests were expected. The
        prosecutor's office would not confirm this.
        """,
    ),
    Story(
        "/2026/03/04/water-price.html",
        "Water works plan to raise prices by a tenth",
        "Tom Farrier",
        FIRST + timedelta(days=2),
        """
        The water works of Amsel plan to raise their prices by ten percent from July, the company
        announced on Wednesday.

        “We have not raised them for six years,” managing director Otto Kern said. The money is to
        replace 17 kilometres of lead pipe in the old town.

        The tenants' union called the plan unfair. Its lawyer, Sunniva Dahl, said that the union
        would ask the regulator to stop it.

        A household of four would pay about 60 crowns more a year, by the company's count.
        """,
    ),
)
